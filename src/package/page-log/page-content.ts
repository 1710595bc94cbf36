import type { CsvOptions, Page } from '../../contracts/page.ts'
import { toValue } from '../../values/to-value.ts'
import { parseTypedJson, typedJson } from '../../values/typed-json.ts'
import type { PageHead } from './log-entry.ts'

/** A page taken apart: what is small, and its content as bytes. */
export interface PageContent {
  readonly kind: PageHead['kind']
  readonly page: PageHead['page']
  readonly body: Uint8Array
}

const NOTHING = new Uint8Array(0)

/**
 * A page as the log keeps it: a body stays as it is, rows become typed JSON, a file is only named.
 * @throws SchemaError where a row holds what JSON cannot hold.
 */
export function contentOf(page: Page<unknown>): PageContent {
  if ('bytes' in page) {
    const { bytes, position: _, ...rest } = page
    return { kind: 'bytes', page: small(rest), body: bytes }
  }
  if ('arrow' in page) {
    const { arrow, position: _, ...rest } = page
    return { kind: 'arrow', page: small(rest), body: arrow }
  }
  if ('file' in page) {
    const { position: _, ...rest } = page
    return { kind: 'file', page: small(rest), body: NOTHING }
  }
  const { rows, position: _, ...rest } = page
  return { kind: 'rows', page: small(rest), body: Buffer.from(typedJson(rows.map((row) => toValue(row) ?? null))) }
}

/** Values of rows keep their types. */
function small({ origin, ...rest }: Pick<Page<unknown>, 'origin'>): PageHead['page'] {
  return origin === undefined ? rest : { ...rest, origin: typedJson(toValue(origin) ?? null) }
}

/** The page that `contentOf` took apart. */
export function pageFrom({ kind, page, position }: PageHead, body: Uint8Array): Page<unknown> {
  const rest = { ...(position === '' ? {} : { position: parseTypedJson(position) }) }
  const { table, materialize, selector, format, file, addDltLoadId, addDltId, origin, csv, from, readBytes } = page
  const target = {
    ...rest,
    ...(typeof table === 'string' && { table }),
    ...(materialize === true && ({ materialize } satisfies { materialize: true })),
    ...(typeof origin === 'string' && originOf(parseTypedJson(origin))),
    ...(isFrom(from) && { from }),
    ...(typeof readBytes === 'number' && { readBytes }),
  }
  const columnar = {
    ...target,
    ...(typeof addDltLoadId === 'boolean' && { addDltLoadId }),
    ...(typeof addDltId === 'boolean' && { addDltId }),
  }
  if (kind === 'arrow') return { ...columnar, arrow: body }
  if (kind === 'file' && typeof file === 'string' && (format === 'parquet' || format === 'csv' || format === 'jsonl')) {
    return { ...columnar, file, format, ...(isCsvOptions(csv) && { csv }) }
  }
  if (kind === 'bytes') {
    return {
      ...target,
      bytes: body,
      ...(typeof selector === 'string' && { selector }),
      ...((format === 'json' || format === 'jsonl') && { format }),
    }
  }
  const rows = parseTypedJson(new TextDecoder().decode(body))
  return { ...target, rows: Array.isArray(rows) ? rows : [] }
}

function isCsvOptions(value: unknown): value is CsvOptions {
  return typeof value === 'object' && value !== null
}

function isFrom(value: unknown): value is NonNullable<Page['from']> {
  return typeof value === 'object' && value !== null && 'file' in value && typeof value.file === 'string'
}

function originOf(origin: unknown): Pick<Page<unknown>, 'origin'> {
  return typeof origin === 'object' && origin !== null ? { origin: { ...origin } } : {}
}

/** A position as the log and the state compare it; empty: the beginning. */
export function positionText(position: unknown): string {
  return position === undefined ? '' : typedJson(position)
}
