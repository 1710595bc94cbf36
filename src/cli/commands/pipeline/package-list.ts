import { printTable } from '../../../dataset/print-table.ts'
import type { ListedPackage } from '../../library.ts'
import type { PipelineOperation } from './operation.ts'

/** `package list`: all packages and what became of them. */
export const packageList: PipelineOperation = {
  name: 'package list',
  help: 'all load packages: state, rows, size, age, error',
  flags: [],
  async run({ name, library, terminal, now }) {
    const packages = await library.listPackages(name, {})
    const { width, color } = terminal
    const rows = packages.map((one) => [
      one.loadId,
      one.state === 'sealed' ? 'waits' : one.state,
      one.rows,
      one.bytes === undefined ? undefined : size(one.bytes),
      age(one, now()),
      one.error,
    ])
    const text = printTable(['package', 'state', 'rows', 'size', 'age', 'error'], rows, { width, color })
    terminal.result('pipeline', packages, rows.length > 0 ? text : `pipeline ${name} has no load packages`)
  },
}

/** `0 B`, `12.3 kB`, `4.0 MB`. */
function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const [unit, factor] = bytes < 1e6 ? ['kB', 1e3] : bytes < 1e9 ? ['MB', 1e6] : ['GB', 1e9]
  return `${(bytes / Number(factor)).toFixed(1)} ${unit}`
}

/** Since it was sealed; of a clock that was set back nothing is said. */
function age({ createdAt }: ListedPackage, now: number): string {
  const seconds = createdAt === undefined ? Number.NaN : Math.floor((now - Date.parse(createdAt)) / 1000)
  if (!(seconds >= 0)) return ''
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`
}
