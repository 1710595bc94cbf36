import { inspect } from 'node:util'

const MASK = '***'

/** A text that prints as `***` wherever it is shown; only auth and drivers call `reveal()`. */
export class Secret {
  readonly #text: string
  readonly #key: string | undefined

  /** @param key Where it was found, as its place calls it; no secret itself. */
  constructor(text: string, key?: string) {
    this.#text = text
    this.#key = key
  }

  /** The key that it was found under, e.g. `sources.shop_source.api_key`; undefined: it was given in code. */
  get foundUnder(): string | undefined {
    return this.#key
  }

  /** The text itself. Never pass it to a message, a log or an error. */
  reveal(): string {
    return this.#text
  }

  toString(): string {
    return MASK
  }

  toJSON(): string {
    return MASK
  }

  [Symbol.toPrimitive](): string {
    return MASK
  }

  [inspect.custom](): string {
    return `Secret(${MASK})`
  }
}

/** The type a text from the environment is turned into, in dlt's words. */
export type ConfigType = 'text' | 'bigint' | 'double' | 'bool' | 'json'

/** A declared secret argument of a source. */
export interface SecretField {
  readonly kind: 'secret'
  readonly default: string | null | undefined
  readonly description: string | undefined
}

/** A declared plain argument of a source. */
export interface SettingField<T> {
  readonly kind: 'setting'
  readonly default: T | undefined
  readonly description: string | undefined
  readonly type: ConfigType | undefined
}

/** What `source({ config })` takes: argument names in camelCase. */
export type ConfigFields = Readonly<Record<string, SecretField | SettingField<unknown>>>

/** The argument of `resources`: a `Secret` for each `secret()`, the value for each `setting<T>()`. */
export type ResolvedConfig<Fields extends ConfigFields> = {
  readonly [Name in keyof Fields]: Fields[Name] extends SettingField<infer T> ? T : Secret
}

/** Explicit values for some of the fields; a secret may be given as plain text or as a `Secret`. */
export type ConfigOverrides<Fields extends ConfigFields> = {
  readonly [Name in keyof Fields]?: Fields[Name] extends SettingField<infer T> ? T : Secret | string
}

/** Declares a secret: read from secrets.toml, the environment or a vault, never from config.toml. Required unless it has a default. */
export function secret(options: { readonly default?: string; readonly description?: string } = {}): SecretField {
  return { kind: 'secret', default: options.default, description: options.description }
}

/**
 * Declares a plain setting. Required unless it has a default. A text from the environment is turned into `type`, which is by
 * default the type of the default value, else text: `setting<number>({ type: 'bigint' })`.
 */
export function setting<T = string>(
  options: { readonly default?: T; readonly description?: string; readonly type?: ConfigType } = {},
): SettingField<T> {
  return {
    kind: 'setting',
    default: options.default,
    description: options.description,
    type: options.type ?? typeOfDefault(options.default),
  }
}

function typeOfDefault(value: unknown): ConfigType | undefined {
  if (typeof value === 'string') return 'text'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'bigint') return 'bigint'
  if (typeof value === 'number') return 'double'
  return typeof value === 'object' && value !== null ? 'json' : undefined
}
