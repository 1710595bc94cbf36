import { MissingConfigError } from '../../config/missing-config-error.ts'
import type { TracedConfigReader } from '../../config/resolve.ts'
import type { Destination, DestinationTarget } from '../../contracts/destination.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { Bucket } from '../../storage/bucket/bucket.ts'
import { locationOf, parseBucketUrl } from '../../storage/bucket/bucket-url.ts'
import type { BucketCredentials } from '../../storage/bucket/credentials.ts'
import { openBucket } from '../../storage/bucket/open-bucket.ts'
import { readBucketCredentials } from '../../storage/bucket/read-credentials.ts'
import { filesystemCapabilities } from './capabilities.ts'
import { DEFAULT_LAYOUT, type ExtraPlaceholders, parseLayout } from './layout/layout.ts'
import { readOptions } from './read-options.ts'
import { storedOptions } from './stored-options.ts'

export type { BucketCredentials } from '../../storage/bucket/credentials.ts'
export type { ExtraPlaceholder, ExtraPlaceholders, PlacedFile } from './layout/layout.ts'

export interface FilesystemOptions {
  /** A path, `file:///path`, `s3://bucket/folder`, `gs://bucket/folder`, `az://container/folder`… A relative path belongs to the folder of local files. Default: `destination.filesystem.bucket_url`. */
  readonly bucketUrl?: string
  /** Where files lie below the dataset: dlt's placeholders. Default `{table_name}/{load_id}.{file_id}.{ext}`. */
  readonly layout?: string
  /** Placeholders of one's own. */
  readonly extraPlaceholders?: ExtraPlaceholders
  /** The moment that placeholders of date and time tell. Default: when the package was made. */
  readonly currentDatetime?: Date | string | (() => Date)
  /** Default: those of the configuration, else what the vendor's SDK finds. */
  readonly credentials?: BucketCredentials
  /** Tells several places apart: its configuration stands under `destination.<name>`. Default `filesystem`. */
  readonly name?: string
  /** So many state files of a pipeline are kept; 0: all. Default 100. */
  readonly maxStateFiles?: number
}

/**
 * A folder or a bucket as destination; a dataset is a folder of files in it, which dlt reads and continues.
 * @throws ConfigError code `bad_bucket_url`, `bad_layout`, `bad_datetime`.
 */
export function filesystem(options: FilesystemOptions | string = {}): Destination {
  const given = typeof options === 'string' ? { bucketUrl: options } : options
  if (given.bucketUrl !== undefined) parseBucketUrl(given.bucketUrl, '/')
  return destination(given, { ...given, bucketUrl: given.bucketUrl ?? notConfigured() })
}

/** What holds, from code and configuration. */
export interface FilesystemSettings extends Omit<FilesystemOptions, 'bucketUrl' | 'credentials'> {
  /** Or why there is none. */
  readonly bucketUrl: string | ConfigError
  /** Or what is wrong with those of the configuration. */
  readonly credentials?: BucketCredentials | ConfigError
}

function destination(options: FilesystemOptions, settings: FilesystemSettings): Destination {
  const layout = parseLayout(settings.layout ?? DEFAULT_LAYOUT, settings.extraPlaceholders)
  const currentDatetime = momentOf(settings.currentDatetime)
  const { name = 'filesystem', maxStateFiles = 100 } = settings
  const urlOf = ({ localDir }: Pick<DestinationTarget, 'localDir'>) => {
    if (settings.bucketUrl instanceof ConfigError) throw settings.bucketUrl
    return parseBucketUrl(settings.bucketUrl, localDir)
  }
  async function open(target: Pick<DestinationTarget, 'localDir'>): Promise<Bucket> {
    const url = urlOf(target)
    const { credentials } = settings
    if (credentials instanceof ConfigError) throw credentials
    return { url, storage: await openBucket(url, credentials), ...(credentials && { credentials }) }
  }
  return {
    name,
    type: 'dlt.destinations.filesystem',
    capabilities: filesystemCapabilities,
    options: storedOptions(options),
    files: { url: urlOf, open },
    location(target) {
      if (settings.bucketUrl instanceof ConfigError) return 'filesystem (not configured)'
      const url = urlOf(target)
      return url.scheme === 'file' ? `file://${url.path}` : locationOf(url)
    },
    configure: async (reader) => destination(options, await configured(options, reader)),
    async connect(target, context, { sealed } = {}) {
      const bucket = await open(target)
      const { lakeLoader } = await import('./loader.ts')
      const parts = { bucket, dataset: target.dataset, layout, currentDatetime, maxStateFiles, context }
      return lakeLoader(parts, { sealed: sealed !== undefined })
    },
  }
}

async function configured(options: FilesystemOptions, reader: TracedConfigReader): Promise<FilesystemSettings> {
  const sections = ['destination', options.name ?? 'filesystem']
  const request = { sections, field: 'bucket_url', secret: false, required: true }
  const bucketUrl =
    options.bucketUrl ??
    (await reader.read(request).catch((error: unknown) => {
      if (error instanceof MissingConfigError) return error
      throw error
    }))
  const settings = { ...(await readOptions(reader, sections)), ...options }
  if (bucketUrl instanceof ConfigError) return { ...settings, bucketUrl }
  const credentials = await readBucketCredentials(reader, {
    sections,
    url: parseBucketUrl(String(bucketUrl), '/'),
    given: options.credentials,
  }).catch((error: unknown) => {
    if (error instanceof ConfigError) return error
    throw error
  })
  return { ...settings, bucketUrl: String(bucketUrl), ...(credentials && { credentials }) }
}

function momentOf(given: FilesystemOptions['currentDatetime']): (() => Date) | undefined {
  if (given === undefined || typeof given === 'function') return given
  const moment = new Date(given)
  if (!Number.isNaN(moment.getTime())) return () => moment
  throw new ConfigError(`${JSON.stringify(given)} is no date`, {
    code: 'bad_datetime',
    hint: 'Write it as 2024-01-31T12:00:00Z.',
  })
}

function notConfigured(): ConfigError {
  return new ConfigError('the filesystem destination has no bucket_url', {
    code: 'missing_config',
    hint: "Give it: filesystem('s3://bucket/folder'), or a path.",
  })
}
