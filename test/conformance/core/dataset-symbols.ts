import { inflateSync } from 'node:zlib'
import type { RunSnapshot } from './snapshot.ts'
import { isSystemTable } from './symbolize.ts'

/** Writes load ids, wall clock times and state as the cases do. Times of system rows before `since` (milliseconds) stay as they are. */
export function symbolicDataset(tables: RunSnapshot['tables'], since: number): RunSnapshot['tables'] {
  const loads = loadIds(tables)
  const times = new Map(
    [...loads].flatMap(([id, symbol]) => loadTimes(id).map((time) => [time, symbol.replace('@load:', '@load_ts:')])),
  )
  return Object.fromEntries(
    Object.entries(tables).map(([name, table]) => {
      const rows = table.rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([column, value]) => [
            column,
            isSystemTable(name) ? systemCell(column, value) : (loadSymbol(value) ?? timeSymbol(value)),
          ]),
        ),
      )
      return [name, { ...table, rows }]
    }),
  )

  function loadSymbol(value: unknown): string | undefined {
    return typeof value === 'string' ? loads.get(value) : undefined
  }

  function timeSymbol(value: unknown): unknown {
    const micros = microsOf(value)
    return (micros !== undefined && times.get(micros)) || value
  }

  function systemCell(column: string, value: unknown): unknown {
    if (column === 'load_id' || column === '_dlt_load_id') return loadSymbol(value) ?? value
    if (column === '_dlt_id') return '@id'
    if (column === 'state') return { $state_sources: stateSources(value) }
    const micros = microsOf(value)
    if (micros === undefined) return value
    return Number(micros) / 1000 >= since - 1000 && Number(micros) / 1000 <= Date.now() + 1000 ? '@ts' : value
  }
}

function loadIds(tables: RunSnapshot['tables']): Map<string, string> {
  const ids = new Set<string>()
  for (const { rows } of Object.values(tables)) {
    for (const row of rows) {
      for (const id of [row.load_id, row._dlt_load_id]) {
        if (typeof id === 'string' && /^\d{10}(\.\d{1,7})?$/.test(id)) ids.add(id)
      }
    }
  }
  return new Map([...ids].sort().map((id, index) => [id, `@load:${index}`]))
}

/** A load id's time in microseconds: a seventh decimal is cut off or rounded. */
function loadTimes(id: string): string[] {
  const [seconds = '0', fraction = ''] = id.split('.')
  const micros = BigInt(seconds) * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'))
  return [String(micros), String(micros + 1n)]
}

function microsOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('$datetime' in value)) return undefined
  const [, seconds, fraction = ''] = /^([^.+]*)(?:\.(\d+))?/.exec(String(value.$datetime)) ?? []
  const millis = Date.parse(`${seconds}Z`)
  return Number.isNaN(millis) ? undefined : `${BigInt(millis) * 1000n + BigInt(fraction.padEnd(6, '0'))}`
}

/** The state column is base64 of deflated JSON; its type markers stay as they are. */
function stateSources(encoded: unknown): unknown {
  if (typeof encoded !== 'string') return encoded
  const document: unknown = JSON.parse(inflateSync(Buffer.from(encoded, 'base64')).toString('utf8'))
  if (typeof document !== 'object' || document === null || !('sources' in document)) return null
  return document.sources
}
