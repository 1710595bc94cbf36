import type { Destination } from '../contracts/destination.ts'
import { ConfigError } from '../errors/tolva-error.ts'

/**
 * The destination with job files taken from where the staging destination keeps its files, in a format that both know.
 * @throws ConfigError `takes_no_staging`, `no_place_for_files`, `no_staging_format`.
 */
export function stagedDestination(destination: Destination, staging: Destination): Destination {
  const { staging: abilities } = destination.capabilities
  if (destination.stagedAt === undefined || abilities === undefined) {
    throw new ConfigError(`the destination ${destination.name} takes its job files from nowhere else`, {
      code: 'takes_no_staging',
      hint: 'Leave staging out.',
      context: { destination: destination.name, staging: staging.name },
    })
  }
  if (staging.files === undefined) {
    throw new ConfigError(`the destination ${staging.name} is no place for files`, {
      code: 'no_place_for_files',
      hint: "Stage at a filesystem: staging: 'filesystem'.",
      context: { destination: destination.name, staging: staging.name },
    })
  }
  const formats = abilities.formats.filter((format) => staging.capabilities.formats.includes(format))
  if (formats.length > 0) return destination.stagedAt(staging.files, formats)
  throw new ConfigError(`${staging.name} holds no files as ${destination.name} loads them`, {
    code: 'no_staging_format',
    hint: `Stage at a place that holds ${abilities.formats.join(' or ')}.`,
    context: { destination: destination.name, staging: staging.name },
  })
}
