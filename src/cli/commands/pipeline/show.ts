import { serveDashboard } from '../dashboard/serve-dashboard.ts'
import type { PipelineOperation } from './operation.ts'

/** `show`: opens the pipeline's pages in a browser, until it is interrupted. */
export const show: PipelineOperation = {
  name: 'show',
  help: 'open it in a browser: runs, schema, data, loads, state',
  flags: ['port', 'host', 'open'],
  run: ({ name, flags, ...context }) =>
    serveDashboard({ command: 'pipeline', page: `/p/${encodeURIComponent(name)}`, flags }, context),
}
