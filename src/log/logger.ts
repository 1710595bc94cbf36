/** Four methods: a constant lower-case phrase and fields. Once a step at info, once a page at debug, never a row. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

/** The library's default: silent. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }
