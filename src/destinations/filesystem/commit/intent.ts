import { z } from 'zod'
import { type LeaseHolder, newHolder } from '../../../package/lease-holder.ts'
import { readOwnFile } from '../json-file.ts'
import { nameOf, ownPrefix } from '../keys.ts'
import type { LakeSession } from '../session.ts'

/** What a load is about to do to a dataset, written down before it does any of it. */
export interface Intent {
  readonly version: 1
  readonly loadId: string
  readonly pipeline: string
  /** Tells the package: another one may have got the same load id. */
  readonly digest: string
  readonly owner: LeaseHolder
  /** Keys of job files, by job. */
  readonly files: Readonly<Record<string, string>>
  /** Keys of other files that come with the load. */
  readonly others: readonly string[]
  /** Keys of files that are no part of the dataset any more once the load is committed. */
  readonly deletes: readonly string[]
  /** Tables in open formats that the load changes. */
  readonly tables: readonly { readonly format: string; readonly table: string; readonly folder: string }[]
}

const intentForm = z.object({
  version: z.literal(1),
  loadId: z.string(),
  pipeline: z.string(),
  digest: z.string(),
  owner: z.object({
    id: z.string(),
    pid: z.number(),
    host: z.string(),
    since: z.number(),
    heartbeat: z.number(),
    started: z.string().optional(),
    space: z.string().optional(),
  }),
  files: z.record(z.string(), z.string()),
  others: z.array(z.string()),
  deletes: z.array(z.string()),
  tables: z.array(z.object({ format: z.string(), table: z.string(), folder: z.string() })),
})

export const intentKey = (session: Pick<LakeSession, 'dataset' | 'layout'>, loadId: string): string =>
  `${ownPrefix(session, 'intents')}${loadId}.json`

/** All keys that the load brings. */
export const broughtBy = ({ files, others }: Intent): readonly string[] => [...Object.values(files), ...others]

/** The intent of a load; undefined: there is none. */
export async function readIntent(
  session: Pick<LakeSession, 'bucket' | 'dataset' | 'layout'>,
  loadId: string,
): Promise<Intent | undefined> {
  const found = await readOwnFile(session, intentKey(session, loadId), intentForm)
  return found && { ...found, owner: ownerOf(found.owner) }
}

/** Load ids of all intents that are there. */
export async function intentLoadIds(
  session: Pick<LakeSession, 'bucket' | 'dataset' | 'layout'>,
): Promise<readonly string[]> {
  const keys = await session.bucket.storage.list(ownPrefix(session, 'intents'))
  return keys.map((key) => nameOf(key).replace(/\.json$/, ''))
}

/** This process as the one that is at work. */
export const thisOwner = (session: LakeSession): LeaseHolder => newHolder(session.context.now())

function ownerOf({ started, space, ...rest }: z.infer<typeof intentForm>['owner']): LeaseHolder {
  return { ...rest, ...(started !== undefined && { started }), ...(space !== undefined && { space }) }
}
