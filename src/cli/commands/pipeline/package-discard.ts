import { givingUp } from './give-up.ts'
import type { PipelineOperation } from './operation.ts'

/** `package discard`: gives packages up and keeps the state that they made. */
export const packageDiscard: PipelineOperation = {
  name: 'package discard',
  help: 'give up packages that wait and keep their state: their rows are never loaded',
  ...givingUp({
    done: 'discarded',
    planned: 'would discard',
    meaning: 'their rows are never loaded, the state goes on behind them',
    giveUp: (pipeline, options) => pipeline.discard(options),
  }),
}
