import type { LoadList } from '../../../../src/dashboard/api/loads.ts'
import type { TableColumn } from '../../design/table.tsx'
import { Time } from '../../design/time.tsx'
import { formatBytes } from '../../format/bytes.ts'
import { formatNumber } from '../../format/numbers.ts'
import { LoadState } from './load-state.tsx'

type Load = LoadList['loads'][number]

/** What the list of loads says of each. */
export const LOAD_COLUMNS: readonly TableColumn<Load>[] = [
  { key: 'state', title: 'State', cell: (load) => <LoadState state={load.state} /> },
  { key: 'at', title: 'When', cell: (load) => load.at && <Time at={load.at} /> },
  { key: 'id', title: 'Load', cell: (load) => <span class="mono">{load.loadId}</span> },
  {
    key: 'rows',
    title: 'Rows',
    isNumber: true,
    cell: (load) =>
      load.rows === undefined ? (
        <span class="faint" title="Its package is no longer on this machine">
          –
        </span>
      ) : (
        formatNumber(load.rows)
      ),
  },
  {
    key: 'tables',
    title: 'Tables',
    isNumber: true,
    isExtra: true,
    cell: (load) => load.rowCounts && formatNumber(Object.keys(load.rowCounts).length),
  },
  {
    key: 'bytes',
    title: 'Size',
    isNumber: true,
    isExtra: true,
    cell: (load) => load.bytes !== undefined && formatBytes(load.bytes),
  },
  {
    key: 'where',
    title: 'Is',
    isExtra: true,
    cell: (load) => <span class="soft">{whereIs(load)}</span>,
  },
]

function whereIs({ here, atDestination }: Load): string {
  const places = [here ? 'here' : '', atDestination ? 'at the destination' : ''].filter((place) => place !== '')
  return places.length === 0 ? 'not known where' : places.join(' and ')
}
