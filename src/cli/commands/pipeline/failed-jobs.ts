import type { PipelineOperation } from './operation.ts'

/** `failed-jobs`: packages that could not be loaded, and why. */
export const failedJobs: PipelineOperation = {
  name: 'failed-jobs',
  help: 'packages that could not be loaded, and why',
  flags: [],
  async run({ name, library, terminal }) {
    const failed = (await library.listPackages(name, {})).filter(({ state }) => state === 'failed')
    const text = failed.map(({ loadId, error }) => `${loadId}  ${error ?? 'failed'}`).join('\n')
    terminal.result('pipeline', failed, text || `pipeline ${name} has no failed packages`)
  },
}
