import { printTable } from '../../../dataset/print-table.ts'
import { suggestion } from '../../../errors/near-names.ts'
import { ConfigError } from '../../../errors/tolva-error.ts'
import type { Library } from '../../library.ts'
import type { Terminal } from '../../terminal.ts'

/** Prints the pipelines that have run on this machine. */
export async function listPipelines(library: Library, terminal: Terminal): Promise<void> {
  const pipelines = await library.listPipelines({})
  const rows = pipelines.map(({ name, destination, dataset }) => [name, destination, dataset])
  const { width, color } = terminal
  const text = printTable(['pipeline', 'destination', 'dataset'], rows, { width, color })
  terminal.result('pipeline', pipelines, rows.length > 0 ? text : 'there are no pipelines on this machine yet')
}

/** @throws ConfigError code `unknown_pipeline` with the names that are known. */
export async function checkPipelineName(name: string, library: Library): Promise<void> {
  const known = (await library.listPipelines({})).map((one) => one.name)
  if (known.includes(name)) return
  throw new ConfigError(`there is no pipeline ${name} on this machine`, {
    code: 'unknown_pipeline',
    hint: known.length > 0 ? suggestion(name, known) : 'run one first: tolva run <file>',
    context: { pipeline: name },
  })
}
