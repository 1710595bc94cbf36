import { duckDbDriver } from './driver.ts'

/** What the parser made of a text: its statements as DuckDB's own trees, or what is wrong with it. */
export type Parsed =
  | { readonly statements: readonly unknown[] }
  | { readonly problem: 'syntax'; readonly message: string; readonly position?: number }
  /** It is SQL, but no query. */
  | { readonly problem: 'no_query' }

/** DuckDB's parser. It reads nothing and runs nothing of what it is given. */
export interface SqlParser {
  parse(sql: string): Promise<Parsed>
}

/**
 * Opens the parser: an empty database in memory that reaches neither files nor settings. It is so small that nobody has to
 * close it.
 */
export async function connectParser(): Promise<SqlParser> {
  const { DuckDBInstance } = await duckDbDriver()
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: '128MiB',
    temp_directory: '',
    enable_external_access: 'false',
    lock_configuration: 'true',
  })
  const connection = await instance.connect()
  return {
    async parse(sql) {
      const result = await connection.run('SELECT json_serialize_sql($1::VARCHAR, skip_null := true)', [sql])
      return parsedOf(JSON.parse(String((await result.getRows())[0]?.[0])))
    },
  }
}

function parsedOf(answer: unknown): Parsed {
  if (typeof answer !== 'object' || answer === null) return { problem: 'no_query' }
  if ('statements' in answer && Array.isArray(answer.statements)) return { statements: answer.statements }
  if (!('error_type' in answer) || answer.error_type !== 'parser') return { problem: 'no_query' }
  const message = 'error_message' in answer ? String(answer.error_message) : 'it cannot be read'
  const position = 'position' in answer ? Number(answer.position) : Number.NaN
  return { problem: 'syntax', message, ...(Number.isInteger(position) && { position }) }
}
