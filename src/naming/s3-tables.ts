import type { Rule } from './identifier.ts'
import { snakeCase } from './snake-case.ts'

/** As snake_case, within the rules of S3 Tables: at most 255 characters, no leading underscores in names of tables. */
export const s3Tables: Rule = {
  ...snakeCase,
  name: 's3_tables',
  maxLength: 255,
  finishTable: (identifier) => identifier.replace(/^_+/, ''),
}
