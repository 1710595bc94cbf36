import type { Rule } from './identifier.ts'
import { sqlCsV1 } from './sql-cs-v1.ts'

/** As sql_cs_v1, in lower case. */
export const sqlCiV1: Rule = {
  ...sqlCsV1,
  name: 'sql_ci_v1',
  caseSensitive: false,
  finish: (identifier) => identifier.toLowerCase(),
}
