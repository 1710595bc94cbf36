import type { Schema } from '../stored.ts'
import { dbml } from './dbml.ts'
import { dot } from './dot.ts'
import { mermaid } from './mermaid.ts'
import { storedJson } from './stored-json.ts'
import { storedYaml } from './stored-yaml.ts'
import { typescript } from './typescript.ts'

/** Forms in which a schema can be printed: a new one is a file here and a line in this table. */
export const SCHEMA_FORMATS: Readonly<Record<string, (schema: Schema) => string>> = {
  yaml: storedYaml,
  json: storedJson,
  dbml,
  dot,
  mermaid,
  ts: (schema) => typescript([schema]),
}
