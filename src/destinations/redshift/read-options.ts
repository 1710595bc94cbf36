import type { TracedConfigReader } from '../../config/resolve.ts'
import type { ConfigType } from '../../config/secret.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { readReplaceStrategy } from '../replace-strategy.ts'
import { redshiftCapabilities } from './capabilities.ts'
import type { RedshiftOptions } from './index.ts'

/**
 * Options as the sections of the configuration have them, in dlt's names; what is given in code wins.
 * @throws ConfigError code `bad_option`, `unknown_replace_strategy`.
 */
export async function readOptions(
  reader: TracedConfigReader,
  sections: readonly string[],
  given: RedshiftOptions,
): Promise<Omit<RedshiftOptions, 'credentials' | 'name'>> {
  const read = (field: string, type: ConfigType) =>
    reader.read({ sections, field, type, secret: false, required: false })
  const bool = async (field: string) => asBool(field, await read(field, 'bool'))
  const role = given.stagingIamRole ?? textOf(await read('staging_iam_role', 'text'))
  const more = given.additionalCopyOptions ?? textsOf(await read('additional_copy_options', 'json'))
  const caseSensitive = given.hasCaseSensitiveIdentifiers ?? (await bool('has_case_sensitive_identifiers'))
  // dlt keeps staged files until the next load empties their folders, unless it is told not to.
  const emptied = await bool('truncate_tables_on_staging_destination_before_load')
  const keep = given.keepStagedFiles ?? (await bool('keep_staged_files')) ?? (emptied === false ? true : undefined)
  const rows = given.maxInsertedRows ?? numberOf('max_inserted_rows', await read('max_inserted_rows', 'bigint'))
  const sizeTexts = given.sizeTexts ?? (await bool('size_texts'))
  const longTexts = given.longTexts ?? tooLong(await read('long_texts', 'text'))
  const replaceStrategy = await readReplaceStrategy(reader, sections, {
    given: given.replaceStrategy,
    capabilities: redshiftCapabilities,
  })
  return {
    ...(role !== undefined && { stagingIamRole: role }),
    ...(more !== undefined && { additionalCopyOptions: more }),
    ...(caseSensitive !== undefined && { hasCaseSensitiveIdentifiers: caseSensitive }),
    ...(keep !== undefined && { keepStagedFiles: keep }),
    ...(rows !== undefined && { maxInsertedRows: rows }),
    ...(sizeTexts !== undefined && { sizeTexts }),
    ...(longTexts !== undefined && { longTexts }),
    ...(replaceStrategy !== undefined && { replaceStrategy }),
  }
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value)
}

function textsOf(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined
  return Array.isArray(value) ? value.map(String) : [String(value)]
}

function asBool(field: string, value: unknown): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value
  throw bad(field, value, 'true or false')
}

function numberOf(field: string, value: unknown): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (Number.isSafeInteger(number) && number >= 0) return number
  throw bad(field, value, 'a whole number')
}

function tooLong(value: unknown): 'error' | 'truncate' | undefined {
  if (value === undefined || value === 'error' || value === 'truncate') return value
  throw bad('long_texts', value, 'error or truncate')
}

function bad(field: string, value: unknown, wanted: string): ConfigError {
  return new ConfigError(`${field} of the Redshift destination is ${String(value)}, which it cannot be`, {
    code: 'bad_option',
    hint: `Write ${wanted}.`,
  })
}
