import type { LoadPackage, WidenedColumn } from '../../contracts/load-package.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { redactText } from '../../log/redact.ts'
import { readStatus } from '../../package/package-status.ts'
import { readPackage } from '../../package/read-package.ts'
import type { PackageStatus } from '../../package/status-form.ts'
import { type DataDirOptions, workingFolder } from '../../package/working-folder.ts'
import { fromStored } from '../../schema/stored-form.ts'
import { readTraces } from '../trace.ts'
import { type ListedLoad, readLocalLoads } from './load-list.ts'
import { localPipeline } from './local-pipeline.ts'

/** One load with all that is known of it on this machine. */
export interface LoadDetails extends ListedLoad {
  readonly createdAt?: string
  readonly jobList: readonly {
    readonly id: string
    readonly table: string
    readonly format?: string
    readonly rows: number
    readonly bytes: number
    readonly state: 'loaded' | 'waiting' | 'failed'
  }[]
  readonly failure?: { readonly code: string; readonly message: string; readonly hint?: string }
  /** Commands that go on from here, for a package that waits. */
  readonly next: readonly { readonly command: string; readonly what: string }[]
  readonly schemaVersion?: { readonly version: number; readonly hash: string; readonly current: boolean }
  readonly added: {
    readonly tables: readonly string[]
    readonly columns: readonly { readonly table: string; readonly name: string; readonly type: string }[]
    readonly widened: readonly WidenedColumn[]
  }
  readonly setAside: LoadPackage['report']['discarded']
  readonly warnings: readonly string[]
  /** Name of the run that loaded it, where that is remembered. */
  readonly run?: string
}

const NOTHING = { jobList: [], next: [], added: { tables: [], columns: [], widened: [] }, setAside: [], warnings: [] }

/**
 * One load. `known` are those of the list, with what the destination says; absent: those of this machine.
 * @throws ConfigError `unknown_load`.
 */
export async function readLoadDetails(
  name: string,
  loadId: string,
  options: DataDirOptions & { readonly known?: readonly ListedLoad[] } = {},
): Promise<LoadDetails> {
  const folder = workingFolder(name, options)
  const listed = (options.known ?? (await readLocalLoads(name, options))).find((one) => one.loadId === loadId)
  if (listed === undefined) {
    throw new ConfigError(`pipeline ${name} has no load ${loadId}`, {
      code: 'unknown_load',
      hint: `See which there are: tolva pipeline ${name} package list`,
      context: { pipeline: name },
    })
  }
  const run = (await readTraces(folder)).find(({ packages }) =>
    packages.some((one) => one.loadId === loadId && one.state === 'loaded'),
  )?.run
  const ofRun = run === undefined ? {} : { run }
  const load = listed.here ? await readPackage(folder, loadId).catch(() => undefined) : undefined
  if (load === undefined) return { ...NOTHING, ...listed, ...ofRun }
  const status = await readStatus(folder, loadId)
  const { report, createdAt } = load
  const { newTables = [], newColumns = {} } = report.schemaChanges ?? {}
  const { schemas } = (await localPipeline(name, options)).workspace
  return {
    ...listed,
    ...ofRun,
    createdAt,
    jobList: load.jobs.map(({ id, table, format, rows, bytes }) => ({
      id,
      table,
      format,
      rows,
      bytes,
      state: listed.state === 'loaded' ? 'loaded' : listed.state === 'failed' ? 'failed' : 'waiting',
    })),
    ...failureIn(status),
    next: listed.state === 'loaded' ? [] : waysOn(name, loadId, status),
    schemaVersion: versionOf(load, schemas.get(fromStored(load.schema, { asIs: true }).name)?.version_hash),
    added: {
      tables: newTables,
      columns: Object.entries(newColumns).flatMap(([table, columns]) =>
        columns.map((column) => ({ table, ...column })),
      ),
      widened: report.widened ?? [],
    },
    setAside: report.discarded,
    warnings: report.warnings,
  }
}

function failureIn(status: PackageStatus): Pick<LoadDetails, 'failure'> {
  if (status.state !== 'failed') return {}
  return { failure: { code: status.error.code, message: redactText(status.error.message) } }
}

/** The same ways that the error of a failed load names, as commands. */
function waysOn(pipeline: string, loadId: string, status: PackageStatus): LoadDetails['next'] {
  const command = (verb: string) => `tolva pipeline ${pipeline} package ${verb}`
  const cause = status.state === 'failed' ? ' once the cause is mended' : ''
  return [
    { command: command(`retry ${loadId}`), what: `loads it, and what waits before it${cause}` },
    { command: command(`abort ${loadId} --yes`), what: 'goes back to the state before it; its rows are read again' },
    { command: command(`discard ${loadId} --yes`), what: 'goes on without its rows' },
  ]
}

function versionOf(load: LoadPackage, current: string | undefined): NonNullable<LoadDetails['schemaVersion']> {
  const { version, version_hash: hash } = fromStored(load.schema, { asIs: true })
  return { version, hash, current: hash === current }
}
