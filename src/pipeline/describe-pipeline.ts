import { type PrintTableOptions, printTable } from '../dataset/print-table.ts'
import type { PipelineInfo } from './pipeline.ts'

/** What a pipeline is, as text for a terminal. */
export function describePipeline(info: PipelineInfo, options: PrintTableOptions = {}): string {
  const facts = [
    ['pipeline', info.name],
    ['destination', `${info.destination} at ${info.location}`],
    ['dataset', info.dataset],
    ['working folder', info.workingFolder],
    ['state', `version ${info.stateVersion}`],
  ]
  const blocks = [
    facts.map(([name = '', value]) => `${name.padEnd(15)} ${value}`).join('\n'),
    info.schemas.length > 0 &&
      printTable(
        ['schema', 'version', 'tables', 'hash'],
        info.schemas.map(({ name, version, tables, hash }) => [name, version, tables, hash]),
        options,
      ),
    info.packages.length > 0 &&
      printTable(
        ['package', 'state', 'since', 'error'],
        info.packages.map(({ loadId, status }) => [
          loadId,
          status.state === 'sealed' ? 'waits to be loaded' : status.state,
          status.state === 'sealed' ? '' : status.at,
          status.state === 'failed' ? `${status.error.code}: ${status.error.message}` : '',
        ]),
        options,
      ),
  ]
  const { unfinished } = info
  if (unfinished.length > 0) {
    const rows = unfinished.map(({ source, resource, pages }) => [source, resource, pages])
    blocks.push(printTable(['source', 'goes on with', 'behind pages'], rows, options))
  }
  return blocks.filter((block) => block !== false).join('\n\n')
}
