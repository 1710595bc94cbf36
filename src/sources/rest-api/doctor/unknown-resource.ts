import { ConfigError } from '../../../errors/tolva-error.ts'
import { nearestName } from '../nearest-name.ts'

/** The error of a name that no resource of a source has. */
export function unknownResource(name: string, known: readonly string[], source: string): ConfigError {
  const near = nearestName(name, known)
  return new ConfigError(`source ${source} has no resource ${name}`, {
    code: 'unknown_resource',
    hint: near === undefined ? `known: ${known.join(', ')}` : `did you mean ${near}?`,
    context: { source },
  })
}
