import { readFile } from 'node:fs/promises'
import { ConfigError } from '../../errors/tolva-error.ts'

/** A TOML file as text and as a document; both are empty where it is absent. */
export interface ReadToml {
  readonly text: string
  readonly document: Readonly<Record<string, unknown>>
}

/**
 * Reads a TOML file whose text may be secret.
 * @throws ConfigError code `bad_toml`; the message names the line and quotes nothing of it.
 */
export async function readToml(absolute: string, shown: string): Promise<ReadToml> {
  const text = await readFile(absolute, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw new ConfigError(`cannot read ${shown}`, { code: 'unreadable_file', hint: 'check its permissions' })
  })
  return { text, document: await parseToml(text, shown) }
}

/**
 * The document of a text.
 * @throws ConfigError code `bad_toml`
 */
export async function parseToml(text: string, shown: string): Promise<Readonly<Record<string, unknown>>> {
  const { parse, TomlError } = await import('smol-toml')
  try {
    return parse(text.replace(/^\uFEFF/, ''), { integersAsBigInt: true })
  } catch (cause) {
    // The parser's own message quotes the lines around the mistake: it is not passed on.
    const at = cause instanceof TomlError ? ` at line ${cause.line}, column ${cause.column}` : ''
    throw new ConfigError(`${shown} is not valid TOML${at}`, {
      code: 'bad_toml',
      hint: `correct it${at}; texts stand in quotes: key = "value"`,
    })
  }
}
