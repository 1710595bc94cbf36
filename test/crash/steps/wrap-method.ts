/** A method's own work, called with the arguments that the caller gave, or with others. */
export type Original = (args: readonly unknown[]) => unknown

/** Puts `around` in the place of a method; where there is no such method nothing is done. */
export function wrapMethod(
  target: object,
  name: string,
  around: (original: Original, args: readonly unknown[], self: unknown) => unknown,
): void {
  const method: unknown = Reflect.get(target, name)
  if (typeof method !== 'function') return
  const wrapped = function (this: unknown, ...args: unknown[]): unknown {
    return around((given) => Reflect.apply(method, this, [...given]), args, this)
  }
  Object.defineProperty(target, name, { value: wrapped, writable: true, configurable: true })
}

/** Whether a value can be waited for. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
