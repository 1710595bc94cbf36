/** Rows that DuckDB keeps together and compresses in one thread: row groups of this size are inserted as they are. */
export const ROW_GROUP_ROWS = 122_880
