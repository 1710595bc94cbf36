import { createAdaptorServer, type Http2Bindings, type HttpBindings } from '@hono/node-server'
import { type ChatbotApiOptions, chatbotApi } from './chatbot-api.ts'
import { type ChatbotData, type ChatbotDataSize, makeData } from './chatbot-data.ts'
import { type Fault, faultyAnswer } from './fault.ts'

export type SandboxOptions = Pick<ChatbotDataSize, 'users'> &
  Pick<ChatbotApiOptions, 'token'> &
  Partial<ChatbotDataSize & ChatbotApiOptions> & { readonly seed?: number; readonly faults?: readonly Fault[] }

/** A request as it came in; never the token. */
export interface SandboxRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  /** Of the answer; 0 for one that was broken off. */
  readonly status: number
  /** Whether all of the answer was sent; false as long as it is under way. */
  readonly completed: boolean
}

export interface ChatbotSandbox {
  /** `http://127.0.0.1:<port>`, to be used as base URL. */
  readonly url: string
  readonly requests: readonly SandboxRequest[]
  /** What it holds now: what a load must come to. */
  readonly data: ChatbotData
  /** From here on it holds so much. */
  change(size: Partial<ChatbotDataSize>): void
  close(): Promise<void>
}

/** Starts a server on this machine that answers like ChatBot, with the faults that are asked for. Close it when done. */
export async function startChatbotSandbox({ faults = [], ...options }: SandboxOptions): Promise<ChatbotSandbox> {
  const { users, stories = 5, revision = 0, seed = 1 } = options
  let data = makeData({ users, stories, revision }, seed)
  const api = chatbotApi(() => data, { storiesShape: 'list', diagramDepth: 6, ...options })
  const faultAt = new Map(faults.map((fault) => [fault.at, fault]))
  const requests: SandboxRequest[] = []
  const closing = new AbortController()
  let count = 0
  const server = createAdaptorServer({
    fetch: async (request: Request, { outgoing }: HttpBindings | Http2Bindings) => {
      count += 1
      const fault = faultAt.get(count)
      const answer = async () => api.fetch(request)
      const response =
        fault === undefined ? await answer() : await faultyAnswer(fault, answer, { outgoing, closing: closing.signal })
      const { pathname, search } = new URL(request.url)
      const status = fault?.kind === 'drop' ? 0 : response.status
      const seen = { method: request.method, url: pathname + search, status, completed: false }
      requests.push(seen)
      outgoing.once('finish', () => {
        seen.completed = status !== 0
      })
      return response
    },
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get data() {
      return data
    },
    change(size) {
      data = makeData({ ...data.size, ...size }, seed)
    },
    async close() {
      closing.abort()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
