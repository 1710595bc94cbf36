/** State and schemas of a pipeline as one load leaves them. It counts once that load is committed at the destination. */
export interface StateSnapshot {
  /** 1, 2, 3…: each is written once. */
  readonly sequence: number
  /** The load that carries it. */
  readonly loadId: string
  /** The state document as dlt's typed JSON, without what is local. */
  readonly state: string
  /** Stored schemas by name, as text. */
  readonly schemas: Readonly<Record<string, string>>
}

/** Keeps the state of pipelines for machines that keep nothing themselves, beside what the destination holds of it. */
export interface StateStore {
  /** Where it is, without any secret. */
  readonly location: string
  /** The newest first; all that count or may count. */
  read(pipeline: string): Promise<readonly StateSnapshot[]>
  /** Writes a snapshot as a whole; false where its sequence is taken. */
  add(pipeline: string, snapshot: StateSnapshot): Promise<boolean>
  /** Forgets snapshots of lesser sequences. */
  prune(pipeline: string, before: number): Promise<void>
}
