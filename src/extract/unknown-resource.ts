import { suggestion } from '../errors/near-names.ts'
import { ConfigError } from '../errors/tolva-error.ts'

/** The error of names that no resource of a source has. */
export function unknownResource(names: readonly string[], known: readonly string[], source: string): ConfigError {
  return new ConfigError(`source ${source} has no resource ${names.join(', ')}`, {
    code: 'unknown_resource',
    hint: known.length === 0 ? 'It has no resources at all.' : suggestion(names[0] ?? '', known),
    context: { source },
  })
}
