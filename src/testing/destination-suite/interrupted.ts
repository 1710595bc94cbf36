import type { Destination } from '../../contracts/destination.ts'
import { DestinationError } from '../../errors/tolva-error.ts'
import { withLoader } from './with-loader.ts'

/** A way to a destination that breaks at one of its steps. */
export interface Interrupted {
  readonly destination: Destination
  /** How many steps there were so far. */
  steps(): number
  [Symbol.asyncDispose]?(): Promise<void>
}

/** A destination whose loader fails at its `at`-th step: a call before it was done, or after. */
export function interrupted(real: Destination, at: number): Interrupted {
  let count = 0
  const step = () => {
    count += 1
    if (count === at) throw new DestinationError('the plug was pulled', { code: 'plug_pulled', retry: false })
  }
  const breaking =
    <Args extends readonly unknown[], T>(work: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      step()
      const result = await work(...args)
      step()
      return result
    }
  const destination = withLoader(real, (loader) => ({
    committedLoadIds: breaking(loader.committedLoadIds),
    newestState: breaking(loader.newestState),
    storedSchema: breaking(loader.storedSchema),
    columns: breaking(loader.columns),
    stage: breaking(loader.stage),
    commit: breaking(loader.commit),
  }))
  return { destination, steps: () => count }
}
