/** What may stand at one place of the configuration. Names are those of TypeScript, in camelCase. */
export type Shape =
  | { readonly kind: 'text' | 'number' | 'integer' | 'boolean' | 'null' | 'function' | 'secret' }
  /** Anything; the user's own keys inside it are never touched. */
  | { readonly kind: 'any' }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'list'; readonly of: Shape }
  /** Keys are the user's. */
  | { readonly kind: 'map'; readonly of: Shape }
  | ObjectShape
  | { readonly kind: 'either'; readonly shapes: readonly Shape[] }
  /** An object whose `type` says which one, or that name alone. `default`: the type of an object without one. */
  | {
      readonly kind: 'typed'
      readonly types: Readonly<Record<string, ObjectShape>>
      readonly default?: string
      readonly alone: boolean
    }
  /** A ready-made value, recognised by a method it has, or by an object of methods. */
  | { readonly kind: 'value'; readonly method: string; readonly called: string }

export interface ObjectShape {
  readonly kind: 'object'
  readonly keys: Readonly<Record<string, Shape>>
  readonly required: readonly string[]
  /** True: keys that begin with `x-` pass. */
  readonly extensible: boolean
}

export const text: Shape = { kind: 'text' }
export const number: Shape = { kind: 'number' }
export const integer: Shape = { kind: 'integer' }
export const boolean: Shape = { kind: 'boolean' }
export const nothing: Shape = { kind: 'null' }
export const callable: Shape = { kind: 'function' }
/** A `Secret` or plain text. */
export const secret: Shape = { kind: 'secret' }
export const anything: Shape = { kind: 'any' }
export const words = (...names: readonly string[]): Shape => ({ kind: 'words', words: names })
export const listOf = (of: Shape): Shape => ({ kind: 'list', of })
export const mapOf = (of: Shape): Shape => ({ kind: 'map', of })
export const either = (...shapes: readonly Shape[]): Shape => ({ kind: 'either', shapes })
export const object = (
  keys: Readonly<Record<string, Shape>>,
  options: { readonly required?: readonly string[]; readonly extensible?: boolean } = {},
): ObjectShape => ({ kind: 'object', keys, required: options.required ?? [], extensible: options.extensible ?? false })
