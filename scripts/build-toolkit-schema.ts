// Writes schemas/toolkit.json anew, from what a manifest is checked with.
import { writeFileSync } from 'node:fs'
import { toolkitSchema } from '../src/workbench/toolkits/manifest-schema.ts'

writeFileSync(new URL('../schemas/toolkit.json', import.meta.url), `${JSON.stringify(toolkitSchema(), null, 2)}\n`)
