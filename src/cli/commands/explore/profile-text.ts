import { printTable } from '../../../dataset/print-table.ts'
import type { ColumnProfile, TableProfile } from '../../../explore/profile/table-profile.ts'

/** Characters of a value that are shown. */
const VALUE = 24

/** A profile as people read it: one line a column, and beneath them what is to be said of some. Columns of dlt's own are left out. */
export function profileText(
  { table, rows, sampled, columns }: TableProfile,
  options: { readonly width: number; readonly color: boolean },
): string {
  const looked = sampled < rows ? `; of ${counted(sampled)} of them:` : ''
  const head = `${table}: ${counted(rows)} row${rows === 1 ? '' : 's'}${looked}`
  const shown = columns.filter(({ name }) => !name.startsWith('_dlt_'))
  const lines = shown.map((column) => [
    column.name,
    shortType(column.type),
    percent(column.nulls, sampled),
    `${column.approximate && column.distinct > 2 ? '≥' : ''}${counted(column.distinct)}`,
    valuesOf(column, sampled),
  ])
  const text = printTable(['column', 'type', 'null', 'distinct', 'values'], lines, { ...options, maxCell: 64 })
  const said = shown.flatMap((column) => notes(column).map((note) => `  ${column.name}: ${note}`))
  return [head, text, ...(said.length > 0 ? [said.join('\n')] : [])].join('\n\n')
}

function notes({ personal, remarks }: ColumnProfile): readonly string[] {
  const about = personal === undefined ? [] : [`⚠ looks personal: ${personal.kind} (${personal.why})`]
  return [...about, ...(remarks.length > 0 ? [remarks.join('; ')] : [])]
}

/** Numbers and times by their bounds, few kinds by how frequent they are, other texts by the first and last of them. */
function valuesOf({ min, max, mean, top, distinct, type }: ColumnProfile, sampled: number): string {
  const isText = /char|text|string/i.test(type)
  const kinds = top
    .map(({ value, count }) => `${value === '' ? "''" : cut(value)} ${percent(count, sampled)}`)
    .join(', ')
  const isKinds = top.length > 0 && (distinct <= 12 || min === undefined || (isText && distinct * 3 <= sampled))
  if (isKinds && (isText || distinct <= 2 || min === undefined)) return kinds
  if (min === undefined || max === undefined) return kinds
  const middle = mean === undefined ? '' : `, mean ${Number(mean.toPrecision(4))}`
  return `${cut(shortTime(min))} … ${cut(shortTime(max))}${middle}`
}

function shortTime(value: string): string {
  return value.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):.*$/, '$1 $2').replace(/^(\d{4}-\d\d-\d\d) 00:00$/, '$1')
}

function shortType(type: string): string {
  return type
    .toLowerCase()
    .replace('timestamp with time zone', 'timestamptz')
    .replace('character varying', 'varchar')
    .replace('double precision', 'double')
}

function percent(part: number, all: number): string {
  if (all === 0) return ''
  if (part === 0) return '0 %'
  const share = (part / all) * 100
  return share < 1 ? '<1 %' : share > 99 && part < all ? '>99 %' : `${Math.round(share)} %`
}

function cut(text: string): string {
  return text.length > VALUE ? `${text.slice(0, VALUE - 1)}…` : text
}

function counted(count: number): string {
  return count.toLocaleString('en-US')
}
