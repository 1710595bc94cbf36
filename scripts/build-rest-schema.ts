// Writes schemas/rest-api.json and docs/rest-api-reference.md anew, from the one table of the REST source's configuration and the
// TSDoc of its types.
import { mkdirSync, writeFileSync } from 'node:fs'
import { referencePage } from './rest-schema/reference-page.ts'
import { restSchema } from './rest-schema/rest-schema.ts'

const root = new URL('../', import.meta.url)
const schema = restSchema()
mkdirSync(new URL('schemas/', root), { recursive: true })
writeFileSync(new URL('schemas/rest-api.json', root), `${JSON.stringify(schema, null, 2)}\n`)
writeFileSync(new URL('docs/rest-api-reference.md', root), referencePage(schema))
