import type { Action, AddAction, MetadataAction, ProtocolAction, RemoveAction, TxnAction } from './actions.ts'

/** What a log says of its table at one version. */
export interface DeltaState {
  readonly version: number
  readonly protocol: ProtocolAction | undefined
  readonly metaData: MetadataAction | undefined
  /** By path. */
  readonly files: ReadonlyMap<string, AddAction>
  /** Files that readers of older versions may still read, by path. */
  readonly removed: ReadonlyMap<string, RemoveAction>
  readonly txns: ReadonlyMap<string, TxnAction>
  readonly domains: ReadonlyMap<string, NonNullable<Action['domainMetadata']>>
}

/** A version's actions, in order of versions. */
export interface LogEntry {
  readonly version: number
  readonly actions: Iterable<Action>
}

/** Follows a log from its beginning, or from a checkpoint, whose actions stand for all versions up to its own. */
export function replay(entries: Iterable<LogEntry>): DeltaState {
  let version = -1
  let protocol: ProtocolAction | undefined
  let metaData: MetadataAction | undefined
  const files = new Map<string, AddAction>()
  const removed = new Map<string, RemoveAction>()
  const txns = new Map<string, TxnAction>()
  const domains = new Map<string, NonNullable<Action['domainMetadata']>>()
  for (const entry of entries) {
    version = entry.version
    // Within a version the order says nothing: a path may be removed and added again.
    const added: AddAction[] = []
    for (const action of entry.actions) {
      if (action.protocol) protocol = action.protocol
      if (action.metaData) metaData = action.metaData
      if (action.txn) txns.set(action.txn.appId, action.txn)
      if (action.domainMetadata) domains.set(action.domainMetadata.domain, action.domainMetadata)
      if (action.add) added.push(action.add)
      if (!action.remove) continue
      files.delete(action.remove.path)
      removed.set(action.remove.path, action.remove)
    }
    for (const add of added) {
      files.set(add.path, add)
      removed.delete(add.path)
    }
  }
  return { version, protocol, metaData, files, removed, txns, domains }
}
