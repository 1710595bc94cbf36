import type { PipelineOperation } from './operation.ts'

/** `package retry`: loads what waits, failed packages included. */
export const packageRetry: PipelineOperation = {
  name: 'package retry',
  help: 'load what waits, failed packages included; with a load id only up to that one',
  flags: [],
  takesLoadId: true,
  async run({ name, loadId, library, terminal, signal, stoppable }) {
    const pipeline = await library.openPipeline(name, {})
    const info = await stoppable(() => pipeline.retry({ signal, ...(loadId !== undefined && { loadId }) }))
    terminal.result('pipeline', info, info.packages.length === 0 ? 'no package waits' : String(info))
  },
}
