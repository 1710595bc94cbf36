import { isRecord } from '../../values/is-record.ts'

/**
 * A secret's text as a document: TOML, else YAML (and so JSON). undefined: it is a single value. What a parser says of the
 * text is not passed on, as it quotes it.
 */
export async function readDocument(text: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { parse: parseToml } = await import('smol-toml')
  const toml = attempt(() => parseToml(text, { integersAsBigInt: 'asNeeded' }))
  if (toml !== undefined) return toml
  const { parse: parseYaml } = await import('yaml')
  return attempt(() => parseYaml(text, { logLevel: 'silent' }))
}

function attempt(parse: () => unknown): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parse()
    return isRecord(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
