import { printTable } from '../../dataset/print-table.ts'
import type { LeftOut, OpenApiConversion } from '../../sources/rest-api/openapi/conversion.ts'

/** What was found, what was left out and why, and what to look at, for people. */
export function openApiReport(
  { endpoints, settings, leftOut, notes, reasons }: OpenApiConversion,
  { width, color }: { readonly width: number; readonly color: boolean },
): string {
  const rows = endpoints.map(({ resource, path, rowsAt, paginator, key, parent, selected }) => [
    selected ? resource : `(${resource})`,
    path,
    rowsAt ?? 'auto',
    paginator,
    key.join(', ') || '(replaced)',
    parent ?? '',
  ])
  const off = endpoints.filter(({ selected }) => !selected)
  return [
    printTable(['resource', 'path', 'rows at', 'paginator', 'key', 'parent'], rows, { width, color, maxCell: 50 }),
    ...(off.length > 0
      ? ['', `in brackets: not selected, ${off.length} of ${endpoints.length}`, ...whyOff(off, reasons)]
      : []),
    ...(settings.length > 0 ? ['', ...settingLines(settings)] : []),
    ...(leftOut.length > 0 ? ['', `left out: ${leftOut.length}`, ...leftOutLines(leftOut)] : []),
    ...(notes.length > 0 ? ['', 'to look at:', ...notes.map((note) => `  ${note}`)] : []),
  ].join('\n')
}

function whyOff(off: OpenApiConversion['endpoints'], reasons: OpenApiConversion['reasons']): readonly string[] {
  const textOf = new Map(reasons.map(({ path, text }) => [path, text]))
  const counted = countBy(off, ({ resource, needs }) =>
    needs.length > 0
      ? 'needs settings that have no value yet'
      : (textOf.get(`resources.${resource}.selected`) ?? '').replace(/those of \w+,/, 'those of its parent,'),
  )
  return counted.map(([why, some]) => `  ${why}: ${listed(some.map(({ resource }) => resource))}`)
}

function settingLines(settings: OpenApiConversion['settings']): readonly string[] {
  return [
    'settings that the document has no value for:',
    ...settings.map(({ name, resources }) => `  ${name}: ${listed(resources, 3)}`),
  ]
}

/** One line a reason; those that may be wanted are named one by one. */
function leftOutLines(leftOut: readonly LeftOut[]): readonly string[] {
  return countBy(leftOut, ({ reason }) => reason).map(([reason, some]) => {
    const isWanted = !/^(POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE) /.test(reason)
    return isWanted
      ? `  ${reason}: ${listed(
          some.map(({ method, path }) => `${method} ${path}`),
          10,
        )}`
      : `  ${reason}: ${some.length}`
  })
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return [...groups]
}

function listed(names: readonly string[], most = 5): string {
  return `${names.slice(0, most).join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`
}
