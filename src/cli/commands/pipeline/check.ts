import type { PipelineOperation } from './operation.ts'

/** Exit code where a check is bad. */
const BAD = 3

/** `check`: five questions about the last run, answered. */
export const check: PipelineOperation = {
  name: 'check',
  help: 'is the last load right: pages, cursors, schema, keys, types',
  flags: ['local'],
  async run({ name, flags, terminal, signal, stoppable, exitWith }) {
    const [{ checkPipeline }, { checkText }] = await Promise.all([
      import('../../../checks/check-pipeline.ts'),
      import('./check-text.ts'),
    ])
    const list = await stoppable(() => checkPipeline(name, { data: flags.local !== true, signal }))
    terminal.result('pipeline', list, checkText(list, { color: terminal.color }))
    if (list.health === 'bad') exitWith(BAD)
  },
}
