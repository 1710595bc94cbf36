/** Fields of a table's record, as offsets in int32 units. */
export const TABLE = {
  /** Index of the row count among the cursors. */
  CURSOR: 0,
  /** Row count at which the slow path must be asked for room. */
  SOFT: 1,
  /** Byte offsets of the int32 side columns; 0 for a root table. */
  PARENT_ROWS: 2,
  ROOT_ROWS: 3,
  LIST_INDEX: 4,
  /** Number of the table among the builders. */
  INDEX: 5,
  SIZE: 8,
} as const

/** Fields of a column's record. */
export const COLUMN = {
  KIND: 0,
  /** Byte offset of the validity bits. */
  VALID: 1,
  /** Byte offset of the slots; 0 for heap columns. */
  DATA: 2,
  /** Byte offset of the heap. */
  HEAP: 3,
  /** Index of the heap's used bytes among the cursors. */
  CURSOR: 4,
  /** Used bytes at which the slow path must be asked for room. */
  SOFT: 5,
  NULLABLE: 6,
  /** Number of the column among all columns of the builders. */
  INDEX: 7,
  SIZE: 8,
} as const

/** Fields of an object map's record. */
export const MAP = {
  /** Byte offset of the buckets (int32 node records). */
  BUCKETS: 0,
  MASK: 1,
  /** The node expected first. */
  FIRST: 2,
  SIZE: 4,
} as const

/** Fields of a key node's record. Records are referred to by int32 index, bytes by byte offset. */
export const NODE = {
  /** Byte offset of `"key":`. */
  KEY: 0,
  /** Length of `"key":`. */
  LENGTH: 1,
  HASH: 2,
  /** Next node of the same bucket. */
  CHAIN: 3,
  /** The node that followed last time. */
  NEXT: 4,
  FLAGS: 5,
  COLUMN: 6,
  OBJECT: 7,
  LIST: 8,
  /** Serial number of the object that had this key last. */
  SERIAL: 9,
  SIZE: 12,
} as const

/** Fields of a list's record. */
export const LIST = {
  TABLE: 0,
  /** Map of the objects in it. */
  ITEMS: 1,
  /** Column of the scalars in it. */
  COLUMN: 2,
  /** The list that lists in it lead to. */
  NESTED: 3,
  FLAGS: 4,
  SIZE: 8,
} as const

/** What a node or list lets pass besides its columns. */
export const FLAG = {
  /** A null gives nothing. */
  NULL: 1,
  /** An empty object or list gives nothing. */
  EMPTY: 2,
} as const

/** How a column's values lie in memory and which lexemes the kernel takes for it. */
export const KIND = {
  BOOL: 1,
  INT: 2,
  DOUBLE: 3,
  /** Microseconds since 1970, UTC. */
  ZONED: 4,
  /** Microseconds since 1970, wall clock. */
  NAIVE: 5,
  /** Days since 1970, in a 64-bit slot. */
  DATE: 6,
  /** Microseconds since midnight. */
  TIME: 7,
  TEXT: 8,
  /** Bytes that only the value way writes: json, decimal, wei, binary. */
  OPAQUE: 9,
} as const

export type Kind = (typeof KIND)[keyof typeof KIND]
