import type { CommitPlan, StoredSchemaRow } from '../../contracts/destination.ts'
import { nextLoadId } from '../../schema/load-id.ts'
import type { Schema } from '../../schema/stored.ts'
import { fromStored, storedText } from '../../schema/stored-form.ts'
import { readJsonFile } from './json-file.ts'
import { systemPrefix } from './keys.ts'
import { compareLoadIds } from './load-ids.ts'
import { hashInName, type NamedFile, namedFiles } from './named-files.ts'
import type { LakeSnapshot } from './reading/snapshot.ts'
import type { LakeSession } from './session.ts'

type Reading = Pick<LakeSession, 'bucket' | 'dataset' | 'layout'>

/** Files of stored schemas that are part of the dataset, the newest first. */
export async function schemaFiles(session: Reading, { hidden }: LakeSnapshot): Promise<readonly NamedFile[]> {
  const keys = await session.bucket.storage.list(systemPrefix(session, 'version'))
  return namedFiles(keys.filter((key) => !hidden.has(key))).toSorted((a, b) => compareLoadIds(b.moment, a.moment))
}

/** The newest stored schema of a name, or the one of a hash. */
export async function storedSchema(
  session: Reading,
  files: readonly NamedFile[],
  by: { readonly name: string } | { readonly hash: string },
): Promise<StoredSchemaRow | undefined> {
  const file = files.find((one) => ('name' in by ? one.name === by.name : one.hash === hashInName(by.hash)))
  const row = file && (await readJsonFile(session, file.key))
  if (row === undefined) return undefined
  return {
    version: Number(row.version),
    engineVersion: Number(row.engine_version),
    schemaName: String(row.schema_name),
    versionHash: String(row.version_hash),
    schema: String(row.schema),
  }
}

/** The newest schema of each name. */
export async function newestSchemas(session: Reading, files: readonly NamedFile[]): Promise<readonly Schema[]> {
  const names = [...new Set(files.map(({ name }) => name))]
  const rows = await Promise.all(names.map((name) => storedSchema(session, files, { name })))
  return rows.flatMap((row) => (row === undefined ? [] : [fromStored(row.schema)]))
}

/**
 * The file of a load's schema, as dlt writes it.
 * @param newest The newest that is there: whatever the clock says, this one is newer.
 */
export function schemaFile(
  session: Pick<LakeSession, 'dataset' | 'layout' | 'context'>,
  { schema }: CommitPlan,
  newest: NamedFile | undefined,
): { readonly key: string; readonly text: string } {
  const now = session.context.now()
  const moment = nextLoadId(now / 1000, newest?.moment)
  const name = `${schema.name}__${moment}__${hashInName(schema.version_hash)}.jsonl`
  const row = {
    version_hash: schema.version_hash,
    schema_name: schema.name,
    version: schema.version,
    engine_version: schema.engine_version,
    inserted_at: new Date(now).toISOString(),
    schema: storedText(schema),
  }
  return { key: `${systemPrefix(session, 'version')}${name}`, text: JSON.stringify(row) }
}
