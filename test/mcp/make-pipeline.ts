import { pipeline } from '../../src/index.ts'
import type { McpPlace } from './connect-client.ts'

/** Loads rows into a pipeline of its own. */
export async function makePipeline(
  { project, dataDir }: McpPlace,
  name: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  await pipeline({ name, destination: 'duckdb', projectDir: project, dataDir }).run([...rows], { tableName: 'orders' })
}
