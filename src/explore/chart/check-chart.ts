import { suggestion } from '../../errors/near-names.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { isRecord } from '../../values/is-record.ts'
import { plainValue } from '../report/plain-value.ts'
import { CHANNELS, DRAWN_TRANSFORMS, FIELD_TYPES, MARKS, REFUSED_MARKS } from './vocabulary.ts'

/** A chart of more rows is slow, and nobody can read it. */
export const MAX_CHART_ROWS = 5000
const MAX_BYTES = 5_000_000

type Spec = Readonly<Record<string, unknown>>

/**
 * The spec as JSON, looked at: known marks, channels and types, fields that its rows have, nothing from the network, and at
 * most 5,000 rows.
 * @throws ConfigError code `bad_chart`, `chart_too_large` or `chart_from_network`.
 */
export function checkChart(given: Spec): Spec {
  const spec = plainValue(given)
  if (!isRecord(spec)) throw bad('a chart is an object', 'Return { mark, data, encoding }.')
  refuseNetwork(spec)
  checkView(spec, undefined, isRecord(spec.datasets) ? spec.datasets : {})
  const bytes = JSON.stringify(spec).length
  if (bytes > MAX_BYTES) throw tooLarge(`the chart has ${(bytes / 1e6).toFixed(1)} MB of data`)
  return spec
}

/** Looks at a view and its parts; `fields` are those that its rows have, undefined where that cannot be known. */
function checkView(view: Spec, above: ReadonlySet<string> | undefined, datasets: Spec): void {
  const own = 'data' in view ? fieldsOf(view.data, datasets) : above
  const fields = own && withTransforms(own, view.transform)
  if ('projection' in view) throw bad('maps are not drawn', 'Draw a bar for each place.')
  if (view.mark !== undefined) checkMark(view.mark)
  if (isRecord(view.encoding)) checkEncoding(view.encoding, fields)
  if (isRecord(view.facet) && 'field' in view.facet) checkEncoding({ facet: view.facet }, fields)
  for (const part of ['layer', 'hconcat', 'vconcat', 'concat']) {
    const views = view[part]
    if (Array.isArray(views)) for (const one of views) if (isRecord(one)) checkView(one, fields, datasets)
  }
  if (isRecord(view.spec)) checkView(view.spec, fields, datasets)
}

function checkMark(mark: unknown): void {
  const type = isRecord(mark) ? mark.type : mark
  if (typeof type !== 'string') throw bad('a mark is a name, or an object with its type', "mark: 'bar'")
  const refused = REFUSED_MARKS[type]
  if (refused !== undefined) throw bad(`the mark ${type} is not drawn: ${refused}`, `Use one of ${MARKS.join(', ')}.`)
  if (!MARKS.includes(type)) throw bad(`there is no mark ${type}`, suggestion(type, MARKS))
}

function checkEncoding(encoding: Spec, fields: ReadonlySet<string> | undefined): void {
  for (const [channel, given] of Object.entries(encoding)) {
    if (!CHANNELS.includes(channel)) throw bad(`there is no channel ${channel}`, suggestion(channel, CHANNELS))
    for (const definition of [given].flat()) {
      if (!isRecord(definition)) continue
      const { field, type, condition, sort } = definition
      if (typeof type === 'string' && !FIELD_TYPES.includes(type)) {
        throw bad(`${channel} has an unknown type ${type}`, suggestion(type, FIELD_TYPES))
      }
      checkField(field, channel, fields)
      if (isRecord(sort)) checkField(sort.field, `the sort of ${channel}`, fields)
      for (const one of [condition].flat()) if (isRecord(one)) checkField(one.field, channel, fields)
    }
  }
}

function checkField(field: unknown, where: string, fields: ReadonlySet<string> | undefined): void {
  if (typeof field !== 'string' || fields === undefined || fields.has(field)) return
  // Paths into objects: `a.b`, `a['b']`; a dot that belongs to a name is written `a\.b`.
  const first = /^[^.[\\]+/.exec(field)?.[0]
  if (fields.has(field.replaceAll('\\', '')) || (first !== undefined && first !== field && fields.has(first))) return
  throw bad(`${where} names the field ${field}, which the rows do not have`, suggestion(field, fields))
}

/** The names of what rows hold; undefined where there are none, or they are made by a generator. */
function fieldsOf(data: unknown, datasets: Spec): ReadonlySet<string> | undefined {
  if (!isRecord(data)) return undefined
  const values = typeof data.name === 'string' && !('values' in data) ? datasets[data.name] : data.values
  if (values === undefined) return undefined
  if (!Array.isArray(values)) {
    throw bad('data.values is no list of rows', 'data: { values: await sql`select …` }')
  }
  if (values.length > MAX_CHART_ROWS) {
    throw tooLarge(
      `the chart has ${values.length.toLocaleString('en')} rows; more than ${MAX_CHART_ROWS.toLocaleString('en')} are not drawn`,
    )
  }
  if (values.length === 0) return undefined
  const fields = new Set<string>()
  for (const row of values) {
    if (isRecord(row)) for (const name of Object.keys(row)) fields.add(name)
    else fields.add('data')
  }
  return fields
}

/** What transforms add; undefined where their names come from values. */
function withTransforms(fields: ReadonlySet<string>, transforms: unknown): ReadonlySet<string> | undefined {
  const all = new Set(fields)
  if (!Array.isArray(transforms)) return all
  for (const transform of transforms) {
    if (!isRecord(transform)) continue
    const kind = Object.keys(transform).find((key) => DRAWN_TRANSFORMS.includes(key))
    if (kind === undefined) {
      throw bad(
        `the transform ${Object.keys(transform).join(', ')} is not known`,
        `Aggregate in SQL, or use one of ${DRAWN_TRANSFORMS.join(', ')}.`,
      )
    }
    if (kind === 'pivot' || kind === 'lookup') return undefined
    if (kind === 'fold' && transform.as === undefined) for (const name of ['key', 'value']) all.add(name)
    if (kind === 'density' && transform.as === undefined) for (const name of ['value', 'density']) all.add(name)
    if (kind === 'quantile' && transform.as === undefined) for (const name of ['prob', 'value']) all.add(name)
    for (const name of namesIn(transform)) all.add(name)
  }
  return all
}

/** `as` of a transform, and of what it lists: `aggregate: [{ op, as }]`. */
function namesIn(transform: Spec): readonly string[] {
  const lists = Object.values(transform).flatMap((value) => (Array.isArray(value) ? value.filter(isRecord) : []))
  return [transform, ...lists].flatMap(({ as }) => [as].flat()).filter((name) => typeof name === 'string')
}

function refuseNetwork(value: unknown): void {
  if (Array.isArray(value)) {
    for (const one of value) refuseNetwork(one)
    return
  }
  if (!isRecord(value)) return
  for (const [key, one] of Object.entries(value)) {
    if (key === 'values' || key === 'datasets') continue
    if ((key === 'url' || key === 'href') && one !== undefined) {
      throw new ConfigError(`the chart has a ${key}: charts are drawn from rows alone, without network`, {
        code: 'chart_from_network',
        hint: 'data: { values: await sql`select …` }',
      })
    }
    refuseNetwork(one)
  }
}

function bad(message: string, hint: string): ConfigError {
  return new ConfigError(message, { code: 'bad_chart', hint })
}

function tooLarge(message: string): ConfigError {
  return new ConfigError(message, {
    code: 'chart_too_large',
    hint: 'Aggregate in SQL: count, sum or avg with GROUP BY, a time in days or hours, numbers in bins.',
  })
}
