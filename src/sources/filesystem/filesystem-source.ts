import type { Resource, Source } from '../../contracts/resource.ts'
import { pickResources } from '../../extract/pick-resources.ts'
import type { BucketCredentials } from '../../storage/bucket/credentials.ts'
import { files } from './files.ts'
import { filesystem } from './filesystem.ts'
import type { FilesOptions } from './options.ts'
import { resolveBucketCredentials } from './resolve-bucket-credentials.ts'

/** A resource of a `filesystemSource`: where its files are is said once for all. */
export type SourceFiles = Omit<FilesOptions, 'bucketUrl' | 'credentials' | 'name'> & { readonly name: string }

/** What `filesystemSource` is told; what is absent is looked up under `[sources.filesystem]`. */
export interface FilesystemSourceOptions {
  /** Of the source, its schema and its section in the configuration. Default `filesystem`. */
  readonly name?: string
  /** A folder, or `s3://`, `gs://`, `az://` and a bucket. */
  readonly bucketUrl?: string
  readonly credentials?: BucketCredentials
  /** Tables and the files that they are made of. Absent: one resource `filesystem`, the list of files. */
  readonly resources?: readonly SourceFiles[]
}

/**
 * Files of one folder or bucket as tables, with `bucket_url` and `credentials` from `[sources.filesystem]` where they are not given.
 *
 * @example
 * const exports = filesystemSource({ resources: [{ name: 'orders', fileGlob: 'orders/**\/*.csv' }] })
 * await shopPipeline.run(exports)
 */
export function filesystemSource(options: FilesystemSourceOptions = {}): Source {
  return sourceOf(options, undefined)
}

function sourceOf(options: FilesystemSourceOptions, picked: readonly string[] | undefined): Source {
  const { name = 'filesystem', resources: declared } = options
  return {
    kind: 'source',
    name,
    hints: {},
    pick: (...names) => sourceOf(options, names),
    async resources(reader) {
      const sections = ['sources', name]
      const look = (field: string, required: boolean) => reader.read({ sections, field, secret: false, required })
      const bucketUrl = options.bucketUrl ?? String(await look('bucket_url', true))
      const credentials = await resolveBucketCredentials(reader, { sections, bucketUrl, given: options.credentials })
      const place = { bucketUrl, ...(credentials !== undefined && { credentials }) }
      const fileGlob = declared === undefined ? await look('file_glob', false) : undefined
      const all: readonly Resource<string, unknown>[] = declared?.map((one) => files({ ...one, ...place })) ?? [
        filesystem({ ...place, ...(typeof fileGlob === 'string' && { fileGlob }) }),
      ]
      return pickResources(all, picked, name)
    },
  }
}
