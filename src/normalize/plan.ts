import { InternalError } from '../errors/tolva-error.ts'
import type { BuildSpace } from './build-space.ts'
import type { Builders } from './builders.ts'
import type { ColumnBuilder } from './column-builder.ts'
import { FLAG, LIST, MAP, NODE } from './layout.ts'
import type { TableBuilder } from './table-builder.ts'

/** Deeper objects and lists are left to the value way, so that the kernel's recursion is bounded. */
const MAX_DEPTH = 200
const FIRST_BUCKETS = 16

/** What the kernel knows of keys: for each table a trie of object maps and key nodes, mirrored into memory as it changes. */
export class Plan {
  readonly #space: BuildSpace
  readonly #roots = new Map<TableBuilder, MapNode>()

  constructor(builders: Builders) {
    this.#space = builders.space
  }

  /** The map of a table's own rows; always the same one. */
  root(table: TableBuilder): MapNode {
    const known = this.#roots.get(table)
    if (known !== undefined) return known
    const map = new MapNode(this.#space, 0)
    this.#roots.set(table, map)
    return map
  }
}

/** The keys of the objects that stand in one place. */
export class MapNode {
  /** Index (int32) of its record in memory. */
  readonly record: number
  /** Number of objects and lists around it. */
  readonly depth: number
  readonly #space: BuildSpace
  readonly #keys = new Map<string, KeyNode>()
  #first: KeyNode | undefined
  #last: KeyNode | undefined
  #buckets = FIRST_BUCKETS

  constructor(space: BuildSpace, depth: number) {
    this.#space = space
    this.depth = depth
    this.record = space.memory.allocate(MAP.SIZE * 4) >> 2
    const buckets = space.memory.allocate(FIRST_BUCKETS * 4)
    space.memory.i32[this.record + MAP.BUCKETS] = buckets
    space.memory.i32[this.record + MAP.MASK] = FIRST_BUCKETS - 1
  }

  get size(): number {
    return this.#keys.size
  }

  /** The node of a key as it stands in the source; created without any facet, so that the kernel stops at its first value. */
  key(name: string): KeyNode {
    const known = this.#keys.get(name)
    if (known !== undefined) return known
    const node = new KeyNode(this.#space, name, this.depth)
    this.#keys.set(name, node)
    if (node.record === 0) return node
    const { i32 } = this.#space.memory
    if (this.#last === undefined) i32[this.record + MAP.FIRST] = node.record
    else i32[this.#last.record + NODE.NEXT] = node.record
    this.#first ??= node
    this.#last = node
    i32[node.record + NODE.NEXT] = this.#first.record
    if (this.#keys.size > this.#buckets) this.#growBuckets()
    else this.#link(node.record)
    return node
  }

  #link(node: number): void {
    const { i32 } = this.#space.memory
    const hash = i32[node + NODE.HASH]!
    const mask = i32[this.record + MAP.MASK]!
    const bucket = (i32[this.record + MAP.BUCKETS]! >> 2) + (hash & mask)
    i32[node + NODE.CHAIN] = i32[bucket]!
    i32[bucket] = node
  }

  #growBuckets(): void {
    const { memory } = this.#space
    const old = memory.i32[this.record + MAP.BUCKETS]!
    const buckets = this.#buckets * 4
    const moved = memory.allocate(buckets * 4)
    memory.release(old, this.#buckets * 4)
    this.#buckets = buckets
    memory.i32[this.record + MAP.BUCKETS] = moved
    memory.i32[this.record + MAP.MASK] = buckets - 1
    for (const node of this.#keys.values()) if (node.record !== 0) this.#link(node.record)
  }
}

/** One key in one place, with what its values may be. Several facets may hold at once. */
export class KeyNode {
  readonly name: string
  /** Index (int32) of its record; 0: a key with quotes, backslashes or control characters, which the kernel never takes. */
  readonly record: number
  readonly #space: BuildSpace
  readonly #depth: number
  #column: ColumnBuilder | undefined
  #object: MapNode | undefined
  #list: ListNode | undefined
  #flags = 0
  #stop = false

  constructor(space: BuildSpace, name: string, depth: number) {
    this.#space = space
    this.name = name
    this.#depth = depth
    this.record = writeKey(space, name)
  }

  get column(): ColumnBuilder | undefined {
    return this.#column
  }

  get object(): MapNode | undefined {
    return this.#object
  }

  get list(): ListNode | undefined {
    return this.#list
  }

  /** Scalars go to this column where their lexemes fit its type; null passes where it is nullable. */
  setColumn(column: ColumnBuilder | undefined): void {
    this.#column = column
    this.#mirror()
  }

  /** Objects are flattened by this map; always the same one. */
  setObject(): MapNode {
    if (this.#object !== undefined) return this.#object
    this.#object = new MapNode(this.#space, this.#depth + 1)
    this.#mirror()
    return this.#object
  }

  /** Lists become rows of this table; always the same one. */
  setList(table: TableBuilder): ListNode {
    if (this.#list === undefined) {
      this.#list = new ListNode(this.#space, table, this.#depth + 1)
      this.#mirror()
    }
    if (this.#list.table !== table) throw twoTables(`the list ${this.name}`, table)
    return this.#list
  }

  /** A null gives nothing, even where no nullable column takes it. Absent: it stops the kernel. */
  allowNull(): void {
    this.#flags |= FLAG.NULL
    this.#mirror()
  }

  /** `{}` and `[]` give nothing, even where no object or list is expected. Absent: they stop the kernel. */
  allowEmpty(): void {
    this.#flags |= FLAG.EMPTY
    this.#mirror()
  }

  /** True: every value stops the kernel. The other facets are kept meanwhile. */
  get stop(): boolean {
    return this.#stop || this.record === 0
  }

  set stop(stop: boolean) {
    this.#stop = stop
    this.#mirror()
  }

  /** A node that stops looks to the kernel like one without facets, which saves it a test per value. */
  #mirror(): void {
    if (this.record === 0) return
    const { i32 } = this.#space.memory
    const deep = this.#depth >= MAX_DEPTH
    i32[this.record + NODE.COLUMN] = this.#stop ? 0 : (this.#column?.record ?? 0)
    i32[this.record + NODE.OBJECT] = this.#stop || deep ? 0 : (this.#object?.record ?? 0)
    i32[this.record + NODE.LIST] = this.#stop || deep ? 0 : (this.#list?.record ?? 0)
    i32[this.record + NODE.FLAGS] = this.#stop ? 0 : this.#flags
  }
}

/** A list in one place: where its elements go. */
export class ListNode {
  readonly table: TableBuilder
  /** Map of the objects in it. */
  readonly items: MapNode
  /** Index (int32) of its record in memory. */
  readonly record: number
  readonly #space: BuildSpace
  #scalar: ColumnBuilder | undefined
  #nested: ListNode | undefined
  #flags = 0
  #stop = false

  constructor(space: BuildSpace, table: TableBuilder, depth: number) {
    this.#space = space
    this.table = table
    this.items = new MapNode(space, depth)
    this.record = space.memory.allocate(LIST.SIZE * 4) >> 2
    this.#mirror()
  }

  get scalar(): ColumnBuilder | undefined {
    return this.#scalar
  }

  /** Scalars among its elements go to this column (`value`). */
  setScalar(column: ColumnBuilder | undefined): void {
    this.#scalar = column
    this.#mirror()
  }

  /** Lists among its elements: each becomes a row without data in this list's table, its elements rows of `table`. Always the same list. */
  nest(table: TableBuilder): ListNode {
    if (this.#nested === undefined) {
      this.#nested = new ListNode(this.#space, table, this.items.depth + 1)
      this.#mirror()
    }
    if (this.#nested.table !== table) throw twoTables('a list within a list', table)
    return this.#nested
  }

  /** A null element becomes a row without a value, even where the scalars' column is missing or not nullable. */
  allowNull(): void {
    this.#flags |= FLAG.NULL
    this.#mirror()
  }

  /** True: every element stops the kernel; an empty list still passes. */
  get stop(): boolean {
    return this.#stop
  }

  set stop(stop: boolean) {
    this.#stop = stop
    this.#mirror()
  }

  #mirror(): void {
    const { i32 } = this.#space.memory
    i32[this.record + LIST.TABLE] = this.table.record
    i32[this.record + LIST.ITEMS] = this.#stop ? 0 : this.items.record
    i32[this.record + LIST.COLUMN] = this.#stop ? 0 : (this.#scalar?.record ?? 0)
    i32[this.record + LIST.NESTED] = this.#stop || this.items.depth >= MAX_DEPTH ? 0 : (this.#nested?.record ?? 0)
    i32[this.record + LIST.FLAGS] = this.#stop ? 0 : this.#flags
  }
}

function twoTables(what: string, table: TableBuilder): InternalError {
  return new InternalError(`${what} leads to two tables`, {
    code: 'list_of_two_tables',
    context: { table: table.name },
  })
}

/** One step of the hash of a key: takes the next four bytes, little endian; the last step takes the zero to three that are left. */
export function hashStep(hash: number, four: number): number {
  const mixed = Math.imul(hash ^ four, 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

function writeKey(space: BuildSpace, name: string): number {
  if (!isPlainKey(name)) return 0
  const { memory } = space
  const bytes = Buffer.from(`"${name}":`)
  const record = memory.allocate(NODE.SIZE * 4) >> 2
  const key = memory.allocate(bytes.length + 16)
  memory.u8.set(bytes, key)
  const content = Buffer.alloc(bytes.length + 4)
  bytes.copy(content, 0, 1, bytes.length - 2)
  let hash = 0
  for (let at = 0; at <= bytes.length - 3; at += 4) hash = hashStep(hash, content.readInt32LE(at))
  const { i32 } = memory
  i32[record + NODE.KEY] = key
  i32[record + NODE.LENGTH] = bytes.length
  i32[record + NODE.HASH] = hash
  return record
}

/** True where the key stands in JSON as it is, without escapes. */
function isPlainKey(name: string): boolean {
  if (!name.isWellFormed()) return false
  for (let at = 0; at < name.length; at++) {
    const unit = name.charCodeAt(at)
    if (unit < 32 || unit === 34 || unit === 92) return false
  }
  return true
}
