import { isDeepStrictEqual } from 'node:util'
import type { Resource } from '../../../src/contracts/resource.ts'
import { hintsToTables } from '../../../src/extract/hints-to-tables.ts'
import { jsonText } from '../../../src/http/encode-body.ts'
import { namingConvention } from '../../../src/naming/naming-convention.ts'
import { parseExact } from '../../../src/values/exact-json.ts'
import type { ActualRun } from './play-rest-case.ts'
import type { ExpectedRun, RestCase } from './rest-case.ts'

const naming = namingConvention('snake_case')

/** What differs between a recorded run and ours; the first lines say most. */
export function compareRestRun(expected: ExpectedRun, actual: ActualRun, doc: RestCase): readonly string[] {
  const anyOrder = doc.order === 'unordered' || doc.tags.includes('scheduling')
  return [
    ...compareError(expected, actual),
    ...compareRequests(expected, actual, anyOrder),
    ...compareRows(expected, actual, anyOrder),
    ...compareState(expected, actual),
  ]
}

/** What differs in name, parent, hints and columns of the resources. */
export function compareResources(doc: RestCase, actual: ActualRun): readonly string[] {
  if (doc.expected_resources == null || actual.resources === undefined) return []
  const byName = (items: readonly Readonly<Record<string, unknown>>[]) =>
    Object.fromEntries(items.map((item) => [String(item.name), item]))
  return difference('resources', byName(doc.expected_resources), byName(actual.resources.map(describe)))
}

function describe(resource: Resource<string, unknown>): Readonly<Record<string, unknown>> {
  const { hints } = resource
  const disposition = hints.writeDisposition ?? 'append'
  return {
    name: resource.name,
    parent: resource.parent?.name ?? null,
    selected: resource.selected,
    table_name: hints.tableName ?? resource.name,
    write_disposition: typeof disposition === 'string' ? disposition : disposition.disposition,
    primary_key: [hints.primaryKey ?? []].flat(),
    merge_key: [hints.mergeKey ?? []].flat(),
    max_table_nesting: hints.maxTableNesting ?? null,
    columns: Object.fromEntries(hintsToTables(hints, { resource: resource.name, naming })[0]?.columns ?? []),
  }
}

function compareError({ expected_error: expected }: ExpectedRun, { error }: ActualRun): readonly string[] {
  const wanted =
    expected == null ? 'none' : `${expected.phase}${expected.http_status ? ` http_${expected.http_status}` : ''}`
  if (error === null) return expected == null ? [] : [`error: ${wanted} expected, none now`]
  const status = expected?.http_status
  if (expected?.phase === error.phase && (status == null || error.code === `http_${status}`)) return []
  return [`error: ${wanted} expected, now ${error.phase} ${error.code}: ${error.text}`]
}

function compareRequests(
  { expected_requests: expected }: ExpectedRun,
  { requests }: ActualRun,
  anyOrder: boolean,
): readonly string[] {
  if (expected == null) return []
  const order = (items: readonly { readonly path: string }[]) =>
    anyOrder ? items.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)) : items
  const plain = (items: readonly { readonly path: string; readonly host?: string | undefined }[]) =>
    order(items).map((item) => ({ ...item }))
  return difference('requests', plain(expected), plain(requests))
}

function compareRows(
  { expected_rows_by_resource: expected }: ExpectedRun,
  { rows, error }: ActualRun,
  anyOrder: boolean,
): readonly string[] {
  if (expected == null) return []
  const order = (lists: Readonly<Record<string, readonly unknown[]>>) =>
    Object.fromEntries(
      Object.entries(lists)
        .filter(([, items]) => items.length > 0)
        .map(([name, items]) => [name, anyOrder ? items.map(jsonText).sort() : items.map(jsonText)]),
    )
  const recorded = order(
    Object.fromEntries(Object.entries(expected).map(([name, items]) => [name, items.map(asParsed)])),
  )
  // Which of several resources got further before an error is a matter of scheduling.
  if (error !== null && anyOrder && Object.keys(expected).length > 1) return []
  return difference('rows', recorded, order(rows))
}

/** Recorded rows go through the same parser, so that both sides have the same number types. */
function asParsed(value: unknown): unknown {
  return parseExact(new TextEncoder().encode(JSON.stringify(value)))
}

function compareState(
  { expected_state: expected, expected_error }: ExpectedRun,
  { state }: ActualRun,
): readonly string[] {
  if (expected == null || expected_error != null) return []
  const counted = Object.fromEntries(
    Object.entries(state).flatMap(([name, own]) => {
      const cursors = isRecord(own) && isRecord(own.incremental) ? own.incremental : {}
      const entries = Object.entries(cursors).map(([path, cursor]) => [path, countHashes(cursor)])
      return entries.length === 0 ? [] : [[name, Object.fromEntries(entries)]]
    }),
  )
  return difference('state', expected, JSON.parse(jsonText(counted)))
}

function countHashes(cursor: unknown): unknown {
  if (!isRecord(cursor)) return cursor
  const { initial_value, last_value, unique_hashes } = cursor
  return {
    initial_value,
    last_value,
    unique_hashes: Array.isArray(unique_hashes) ? unique_hashes.length : unique_hashes,
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function difference(what: string, expected: unknown, actual: unknown): readonly string[] {
  if (isDeepStrictEqual(expected, actual)) return []
  return [`${what}: expected ${shortened(expected)}\n     now ${shortened(actual)}`]
}

function shortened(value: unknown): string {
  const text = jsonText(value)
  return text.length > 1200 ? `${text.slice(0, 1200)}…` : text
}
