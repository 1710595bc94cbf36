import { givingUp } from './give-up.ts'
import type { PipelineOperation } from './operation.ts'

/** `package abort`: gives packages up and goes back to the state before them. */
export const packageAbort: PipelineOperation = {
  name: 'package abort',
  help: 'give up packages that wait, all newer ones too, and go back to the state before them',
  ...givingUp({
    done: 'gave up',
    planned: 'would give up',
    meaning: 'state and schemas are those of before, the next run reads these rows again',
    giveUp: (pipeline, options) => pipeline.abort(options),
  }),
}
