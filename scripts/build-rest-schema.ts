// Writes schemas/rest-api.json anew from the one table of the REST source's configuration and the TSDoc of its types.
import { mkdirSync, writeFileSync } from 'node:fs'
import { restSchema } from './rest-schema/rest-schema.ts'

const folder = new URL('../schemas/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('rest-api.json', folder), `${JSON.stringify(restSchema(), null, 2)}\n`)
