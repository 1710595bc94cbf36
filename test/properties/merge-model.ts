/** A document as the merge properties make them. */
export interface Doc {
  readonly a: number
  readonly b: number
  readonly g: number
  readonly v: string
  readonly seq: number
  readonly gone?: boolean | string | null
  readonly items: readonly number[]
  readonly deep: readonly { readonly x: number; readonly l: readonly number[] }[]
}

/** One table with what is merged into it, a batch a run. */
export interface World {
  readonly strategy: 'delete-insert' | 'upsert' | 'insert-only' | 'cdc' | 'scd2'
  readonly primaryKey: readonly ('a' | 'b')[]
  readonly mergeKey: boolean
  readonly dedupSort: 'asc' | 'desc' | undefined
  readonly hardDelete: 'bool' | 'text' | undefined
  readonly skipUnchanged: boolean
  /** Only staged rows with another `g` than 3 take part. */
  readonly filtered: boolean
  /** Only rows at the destination with a `g` below 2 may be deleted or retired, and without regard to the merge key. */
  readonly scoped: boolean
  /** Names and moments of scd2: dlt's, names and an end of the user's, or a boundary given with each run. */
  readonly history: 'plain' | 'named' | 'dated'
  readonly batches: readonly (readonly Doc[])[]
}

/** A row as it should be: with the run that wrote it, and where history is kept the runs between which it was active. */
export interface ModelRow {
  readonly doc: Doc
  readonly load: number
  readonly from?: number
  readonly to?: number | null
}

/** What a table holds after a batch, written from dlt's rules and as naively as they allow. */
export function mergeBatch(rows: readonly ModelRow[], world: World, load: number): readonly ModelRow[] {
  const batch = world.batches[load] ?? []
  // A table without new rows is not touched: the strategy has nothing to go by.
  if (batch.length === 0) return rows
  switch (world.strategy) {
    case 'delete-insert':
      return deleteInsert(rows, batch, { world, load })
    case 'upsert':
      return upsert(rows, oneOfEachKey(takingPart(batch, world), world), { world, load, insertsGone: true })
    case 'cdc':
      return cdc(rows, batch, { world, load })
    case 'insert-only':
      return insertOnly(rows, oneOfEachKey(batch, world), { world, load })
    case 'scd2':
      return keepHistory(rows, batch, { world, load })
  }
}

interface Run {
  readonly world: World
  readonly load: number
}

function deleteInsert(rows: readonly ModelRow[], batch: readonly Doc[], { world, load }: Run): readonly ModelRow[] {
  const isReplaced = ({ doc }: ModelRow) =>
    world.scoped
      ? doc.g < 2
      : takingPart(batch, world).some(
          (staged) =>
            (world.primaryKey.length > 0 && keyOf(staged, world) === keyOf(doc, world)) ||
            (world.mergeKey && staged.g === doc.g),
        )
  // In dlt's order: of several rows with one key one counts, even where it then does not take part.
  const inserted = takingPart(oneOfEachKey(batch, world), world).filter((doc) => !isGone(doc))
  return [...rows.filter((row) => !isReplaced(row)), ...inserted.map((doc) => ({ doc, load }))]
}

function upsert(
  rows: readonly ModelRow[],
  batch: readonly Doc[],
  { world, load, insertsGone }: Run & { readonly insertsGone: boolean },
): readonly ModelRow[] {
  const kept = rows.flatMap((row) => {
    const doc = batch.find((one) => keyOf(one, world) === keyOf(row.doc, world))
    if (doc === undefined) return [row]
    if (isGone(doc)) return []
    const isSame = world.skipUnchanged && doc.g === row.doc.g && doc.v === row.doc.v && doc.seq === row.doc.seq
    return [isSame ? { ...row, doc: { ...row.doc, items: doc.items, deep: doc.deep } } : { doc, load }]
  })
  const known = new Set(rows.map(({ doc }) => keyOf(doc, world)))
  const fresh = batch.filter((doc) => !known.has(keyOf(doc, world)) && (insertsGone || !isGone(doc)))
  // dlt inserts a new row that says it is deleted, but nothing below it.
  return [...kept, ...fresh.map((doc) => ({ doc: isGone(doc) ? { ...doc, items: [], deep: [] } : doc, load }))]
}

function cdc(rows: readonly ModelRow[], batch: readonly Doc[], { world, load }: Run): readonly ModelRow[] {
  const staged = takingPart(batch, world)
  const present = rows.filter(
    ({ doc }) => !isInScope(doc, staged, world) || staged.some((one) => keyOf(one, world) === keyOf(doc, world)),
  )
  return upsert(present, oneOfEachKey(staged, world), { world, load, insertsGone: false })
}

function insertOnly(rows: readonly ModelRow[], batch: readonly Doc[], { world, load }: Run): readonly ModelRow[] {
  const kept = rows.map((row) => {
    const doc = batch.find((one) => keyOf(one, world) === keyOf(row.doc, world))
    if (doc === undefined) return row
    const deep = longer(row.doc.deep, doc.deep).map((one, index) => ({
      ...one,
      l: longer(row.doc.deep[index]?.l ?? [], doc.deep[index]?.l ?? []),
    }))
    return { ...row, doc: { ...row.doc, items: longer(row.doc.items, doc.items), deep } }
  })
  const known = new Set(rows.map(({ doc }) => keyOf(doc, world)))
  return [...kept, ...batch.filter((doc) => !known.has(keyOf(doc, world))).map((doc) => ({ doc, load }))]
}

/** Nested rows are known by their parent and their place: those that are there stay, further ones are added. */
function longer<T>(own: readonly T[], staged: readonly T[]): readonly T[] {
  return [...own, ...staged.slice(own.length)]
}

function keepHistory(rows: readonly ModelRow[], batch: readonly Doc[], { world, load }: Run): readonly ModelRow[] {
  const part = takingPart(batch, world)
  const staged = new Set(part.map((doc) => JSON.stringify(doc)))
  const retired = rows.map((row) => {
    const isAbsent = isInScope(row.doc, part, world) && !staged.has(JSON.stringify(row.doc))
    return row.to === null && isAbsent ? { ...row, to: load } : row
  })
  const active = new Set(retired.filter((row) => row.to === null).map((row) => JSON.stringify(row.doc)))
  const fresh = part.filter((doc) => !active.has(JSON.stringify(doc)))
  return [...retired, ...fresh.map((doc) => ({ doc, load, from: load, to: null }))]
}

function takingPart(batch: readonly Doc[], world: World): readonly Doc[] {
  return world.filtered ? batch.filter(({ g }) => g !== 3) : batch
}

/** Whether a row may go because it is absent. */
function isInScope(doc: Doc, staged: readonly Doc[], world: World): boolean {
  if (world.scoped) return doc.g < 2
  return !world.mergeKey || staged.some(({ g }) => g === doc.g)
}

/** The first of each primary key by `dedup_sort`; without a key all. */
function oneOfEachKey(batch: readonly Doc[], world: World): readonly Doc[] {
  if (world.primaryKey.length === 0) return batch
  const sorted = batch.toSorted((one, other) => (world.dedupSort === 'asc' ? one.seq - other.seq : other.seq - one.seq))
  const seen = new Set<string>()
  return sorted.filter((doc) => {
    const key = keyOf(doc, world)
    return !seen.has(key) && seen.add(key)
  })
}

function keyOf(doc: Doc, world: World): string {
  return world.primaryKey.map((name) => doc[name]).join(' ')
}

function isGone({ gone }: Doc): boolean {
  return gone === true || typeof gone === 'string'
}
