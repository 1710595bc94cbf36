import type { Dataset } from '../../dataset/dataset.ts'
import { suggestion } from '../../errors/near-names.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { listPackages } from '../../package/list-packages.ts'
import { readPackage } from '../../package/read-package.ts'
import type { DataDirOptions, WorkingFolder } from '../../package/working-folder.ts'
import type { Schema } from '../../schema/stored.ts'
import { fromStored } from '../../schema/stored-form.ts'
import { localPipeline } from './local-pipeline.ts'

/** A version of a schema that can be had. */
export interface KnownSchemaVersion {
  readonly version: number
  readonly hash: string
  /** ISO timestamp. */
  readonly at?: string
  readonly loadId?: string
  /** `working`: what the next run begins with; `package`: of a package on this machine; `destination`: of `_dlt_version`. */
  readonly from: 'working' | 'package' | 'destination'
}

/**
 * Versions of a schema that this machine has, the newest first, each once.
 * @throws ConfigError `unknown_schema`, `unknown_pipeline`.
 */
export async function readLocalVersions(
  name: string,
  schema: string,
  options: DataDirOptions = {},
): Promise<readonly KnownSchemaVersion[]> {
  const { folder, working } = await workingSchema(name, schema, options)
  const first = { version: working.version, hash: working.version_hash, from: 'working' as const }
  const packages = (await packagedSchemas(folder, schema)).map(({ schema: one, loadId, at }) => ({
    version: one.version,
    hash: one.version_hash,
    at,
    loadId,
    from: 'package' as const,
  }))
  return newestFirst([first, ...packages])
}

/** Versions that the destination has in `_dlt_version`. */
export async function readVersionsThere(dataset: Dataset, schema: string): Promise<readonly KnownSchemaVersion[]> {
  const { rows } = await dataset
    .table('_dlt_version')
    .select('version', 'version_hash', 'inserted_at')
    .where({ schema_name: schema })
    .grid({ maxRows: 1000 })
  return newestFirst(
    rows.map(([version, hash, at]) => ({
      version: Number(version),
      hash: String(hash),
      at: isoOf(at),
      from: 'destination' as const,
    })),
  )
}

/** Both together: of a version that both have the package says more, and the destination since when it is there. */
export function allVersions(
  local: readonly KnownSchemaVersion[],
  there: readonly KnownSchemaVersion[],
): readonly KnownSchemaVersion[] {
  const times = new Map(there.map(({ hash, at }) => [hash, at]))
  const dated = local.map((one) => {
    const at = one.at ?? times.get(one.hash)
    return at === undefined ? one : { ...one, at }
  })
  return newestFirst([...dated, ...there])
}

/** 32 bytes as base64: nothing else need be asked for. */
const VERSION_HASH = /^[A-Za-z0-9+/]{43}=$/

/**
 * A schema as it is now, or in the version of a hash. The destination is asked only where this machine does not have it.
 * @throws ConfigError `unknown_schema`, `unknown_schema_version`, `unknown_pipeline`.
 */
export async function readSchemaAt(
  name: string,
  schema: string,
  options: DataDirOptions & { readonly hash?: string; readonly dataset?: () => Promise<Dataset> } = {},
): Promise<Schema> {
  const { folder, working } = await workingSchema(name, schema, options)
  const { hash, dataset } = options
  if (hash === undefined || hash === working.version_hash) return working
  const packaged = (await packagedSchemas(folder, schema)).find((one) => one.schema.version_hash === hash)
  if (packaged !== undefined) return packaged.schema
  const there = VERSION_HASH.test(hash) ? await dataset?.() : undefined
  const row = await there
    ?.table('_dlt_version')
    .select('schema')
    .where({ version_hash: hash, schema_name: schema })
    .first()
  if (typeof row?.schema === 'string') return fromStored(row.schema, { asIs: true })
  throw new ConfigError(`there is no version ${hash} of schema ${schema}`, {
    code: 'unknown_schema_version',
    hint: 'Take one of its versions that are listed; those of packages that are no longer kept are at the destination.',
    context: { pipeline: name },
  })
}

async function workingSchema(name: string, schema: string, options: DataDirOptions) {
  const { folder, workspace } = await localPipeline(name, options)
  const working = workspace.schemas.get(schema)
  if (working !== undefined) return { folder, working }
  throw new ConfigError(`pipeline ${name} has no schema ${schema}`, {
    code: 'unknown_schema',
    hint: suggestion(schema, workspace.schemas.keys()),
    context: { pipeline: name },
  })
}

async function packagedSchemas(folder: WorkingFolder, name: string) {
  const packages = await Promise.all(
    (await listPackages(folder)).map(async ({ loadId }) => {
      // A damaged package has no schema that could be shown.
      const load = await readPackage(folder, loadId).catch(() => undefined)
      return load && { schema: fromStored(load.schema, { asIs: true }), loadId, at: load.createdAt }
    }),
  )
  return packages.filter((one) => one !== undefined).filter(({ schema }) => schema.name === name)
}

/** The first load that had a version brought it. */
function newestFirst(versions: readonly KnownSchemaVersion[]): readonly KnownSchemaVersion[] {
  const byHash = new Map<string, KnownSchemaVersion>()
  for (const one of versions) {
    const known = byHash.get(one.hash)
    byHash.set(one.hash, known === undefined ? one : { ...one, ...known, ...(known.from === 'working' && moment(one)) })
  }
  return [...byHash.values()].toSorted((a, b) => b.version - a.version || (b.at ?? '').localeCompare(a.at ?? ''))
}

const moment = ({ at, loadId }: KnownSchemaVersion) => ({
  ...(at !== undefined && { at }),
  ...(loadId !== undefined && { loadId }),
})

function isoOf(at: unknown): string {
  const time = at instanceof Date ? at.getTime() : Date.parse(String(at))
  return Number.isNaN(time) ? String(at) : new Date(time).toISOString()
}
