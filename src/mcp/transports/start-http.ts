import type { McpParts } from '../server.ts'
export interface RunningHttp {
  readonly url: string
  readonly token: string
  close(): Promise<void>
}
export async function startHttp(
  _parts: McpParts,
  _options: { readonly port?: number; readonly host?: string },
): Promise<RunningHttp> {
  throw new Error('not yet')
}
