import { printTable } from '../../../dataset/print-table.ts'
import { byteText } from '../../../values/byte-text.ts'
import { spanText } from '../../../values/span-text.ts'
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
      one.bytes === undefined ? undefined : byteText(one.bytes),
      age(one, now()),
      one.error,
    ])
    const text = printTable(['package', 'state', 'rows', 'size', 'age', 'error'], rows, { width, color })
    terminal.result('pipeline', packages, rows.length > 0 ? text : `pipeline ${name} has no load packages`)
  },
}

/** Since it was sealed; a manifest that cannot be read does not say. */
function age({ createdAt }: ListedPackage, now: number): string | undefined {
  return createdAt === undefined ? undefined : spanText(now - Date.parse(createdAt))
}
