import type { StagingAbilities } from '../../capabilities/capabilities.ts'
import type { DestinationTarget, FilePlace } from '../../contracts/destination.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { Bucket } from '../../storage/bucket/bucket.ts'

/** Where the job files of one dataset lie while a destination takes them. */
export interface StagingArea {
  readonly dataset: string
  /** Opens the bucket on first use. */
  readonly bucket: () => Promise<Bucket>
  /** true: what was staged stays after its load. */
  readonly keepFiles: boolean
}

/**
 * The area of a dataset at a place for files.
 * @throws ConfigError `unsupported_staging_place` where the destination cannot read there.
 */
export function openStaging(
  place: FilePlace,
  target: DestinationTarget,
  options: {
    readonly destination: string
    readonly schemes: StagingAbilities['schemes']
    readonly keepFiles: boolean
  },
): StagingArea {
  const { destination, schemes, keepFiles } = options
  const { scheme } = place.url(target)
  if (!schemes.includes(scheme)) {
    const named = schemes.map((one) => `${one}://`).join(' or ')
    throw new ConfigError(`${destination} cannot read job files at ${scheme}://`, {
      code: 'unsupported_staging_place',
      hint: `Stage at ${named}: bucket_url = "${schemes[0]}://bucket/folder" below [destination.filesystem].`,
      context: { destination },
    })
  }
  let opened: Promise<Bucket> | undefined
  const bucket = () => {
    opened ??= place.open(target).catch((error: unknown) => {
      opened = undefined
      throw error
    })
    return opened
  }
  return { dataset: target.dataset, bucket, keepFiles }
}
