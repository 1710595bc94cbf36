import type { Destination } from '../../contracts/destination.ts'
import { DestinationError } from '../../errors/tolva-error.ts'
import { withLoader } from './with-loader.ts'

/** The same place, whose commits are lost before they begin. */
export function failingCommit(real: Destination): Destination {
  return withLoader(real, () => ({
    async commit() {
      throw new DestinationError('the plug was pulled', { code: 'plug_pulled', retry: false })
    },
  }))
}
