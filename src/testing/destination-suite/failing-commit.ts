import type { Destination } from '../../contracts/destination.ts'
import { DestinationError } from '../../errors/tolva-error.ts'

/** The same place, whose commits are lost before they begin. */
export function failingCommit(real: Destination): Destination {
  return {
    ...real,
    configure: async (reader) => failingCommit((await real.configure?.(reader)) ?? real),
    async connect(target, context, options) {
      const loader = await real.connect(target, context, options)
      return {
        ...loader,
        async commit() {
          throw new DestinationError('the plug was pulled', { code: 'plug_pulled', retry: false })
        },
        [Symbol.asyncDispose]: () => loader[Symbol.asyncDispose](),
      }
    },
  }
}
