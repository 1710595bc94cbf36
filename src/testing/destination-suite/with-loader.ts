import type { Destination, Loader } from '../../contracts/destination.ts'

/** The same place, whose loaders have some functions of their own. @param own Made anew for each loader. */
export function withLoader(real: Destination, own: (loader: Loader) => Partial<Loader>): Destination {
  return {
    ...real,
    configure: async (reader) => withLoader((await real.configure?.(reader)) ?? real, own),
    async connect(target, context, options) {
      const loader = await real.connect(target, context, options)
      return { ...loader, ...own(loader), [Symbol.asyncDispose]: () => loader[Symbol.asyncDispose]() }
    },
  }
}
