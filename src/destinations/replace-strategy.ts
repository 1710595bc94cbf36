import type { Capabilities, ReplaceStrategy } from '../capabilities/capabilities.ts'
import type { TracedConfigReader } from '../config/resolve.ts'
import { ConfigError } from '../errors/tolva-error.ts'

/**
 * How tables are replaced: as asked for in code, else `replace_strategy` in the sections of the destination, else the first that
 * it knows.
 * @throws ConfigError code `unknown_replace_strategy`.
 */
export async function readReplaceStrategy(
  reader: TracedConfigReader,
  sections: readonly string[],
  { given, capabilities }: { readonly given: string | undefined; readonly capabilities: Capabilities },
): Promise<ReplaceStrategy | undefined> {
  const request = { sections, field: 'replace_strategy', secret: false, required: false }
  return checkReplaceStrategy(given ?? (await reader.read(request)), capabilities)
}

/** @throws ConfigError code `unknown_replace_strategy` for a text that names none of the destination's. */
export function checkReplaceStrategy(name: unknown, { replaceStrategies }: Capabilities): ReplaceStrategy | undefined {
  if (name === undefined) return undefined
  const known = replaceStrategies.find((strategy) => strategy === name)
  if (known !== undefined) return known
  throw new ConfigError(`there is no replace strategy ${String(name)}`, {
    code: 'unknown_replace_strategy',
    hint: `Use one of ${replaceStrategies.join(', ')}.`,
  })
}
