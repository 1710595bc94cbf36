import { stringify } from 'yaml'
import type { Schema } from '../stored.ts'
import { toStored } from '../stored-form.ts'

/** The stored form of a schema as YAML. */
export function storedYaml(schema: Schema): string {
  return stringify(JSON.parse(JSON.stringify(toStored(schema))), { lineWidth: 0 })
}
