import { serveDashboard } from '../dashboard/serve-dashboard.ts'
import { checkPipelineName } from './known-pipelines.ts'
import type { PipelineOperation } from './operation.ts'

/** `show`: opens the pipeline's pages in a browser, until it is interrupted. */
export const show: PipelineOperation = {
  name: 'show',
  help: 'open it in a browser: runs, schema, data, loads, state; Ctrl-C ends it',
  flags: ['port', 'host', 'open'],
  // A first run that goes on is worth looking at, and has written no state yet.
  needsNoState: true,
  async run({ name, flags, library, ...context }) {
    const { readProgress } = await import('../../../inspect.ts')
    if ((await readProgress(name)) === undefined) await checkPipelineName(name, library)
    return serveDashboard({ command: 'pipeline', page: `/p/${encodeURIComponent(name)}`, flags }, context)
  },
}
