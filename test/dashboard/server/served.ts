import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DashboardOptions, type RunningDashboard, startDashboard } from '../../../src/dashboard/start-dashboard.ts'
import type { Place, World } from '../worlds/world.ts'

/** A dashboard of a world, in folders of its own. */
export interface Served extends AsyncDisposable {
  readonly place: Place
  readonly dashboard: RunningDashboard
  /** Asks as a script does, with the token. */
  api(path: string, asked?: Asked): Promise<Answer>
  /** Asks as it is told, and nothing else. */
  ask(path: string, asked?: Asked): Promise<Answer>
  /** Errors that nobody expected. */
  readonly unexpected: readonly unknown[]
}

export interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** What is no text is sent as JSON. */
  readonly body?: unknown
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: what is asserted of it says what it is.
  readonly json: any
}

/** The built page, as far as the server can see it. */
const PAGE = {
  'index.html': '<meta property="csp-nonce" nonce="tolva-csp-nonce" /><script src="/assets/index-1.js"></script>',
  'assets/index-1.js': `console.log(${'"the page"'})${' '.repeat(2000)}`,
  'assets/index-1.css': 'p { color: red }',
}

/** Makes a world and serves it on a port of its own. */
export async function serveWorld(
  make: (place: Place) => Promise<World>,
  options: Partial<DashboardOptions> = {},
): Promise<Served> {
  const root = await mkdtemp(join(tmpdir(), 'tolva-served-'))
  const place = { folder: join(root, 'project'), dataDir: join(root, 'data') }
  const pageFolder = join(root, 'page')
  await Promise.all(
    [place.folder, place.dataDir, join(pageFolder, 'assets')].map((folder) => mkdir(folder, { recursive: true })),
  )
  for (const [name, text] of Object.entries(PAGE)) await writeFile(join(pageFolder, name), text)
  const world = await make(place)
  const unexpected: unknown[] = []
  const dashboard = await startDashboard({
    port: 0,
    dataDir: place.dataDir,
    projectDir: place.folder,
    pageFolder,
    onError: (error) => unexpected.push(error),
    ...options,
  })
  const ask: Served['ask'] = (path, asked = {}) => send(dashboard.port, path, asked)
  return {
    place,
    dashboard,
    unexpected,
    ask,
    api: (path, { headers, ...asked } = {}) =>
      ask(`/api${path}`, { ...asked, headers: { authorization: `Bearer ${dashboard.token}`, ...headers } }),
    async [Symbol.asyncDispose]() {
      await dashboard.close()
      await world.close()
      await rm(root, { recursive: true })
    },
  }
}

/** Sends headers that fetch would not let be set, and paths that it would tidy. */
function send(port: number, path: string, { method, headers, body }: Asked): Promise<Answer> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const json = typeof body === 'string' || body === undefined ? {} : { 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: { ...json, ...headers },
        agent: false,
      },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part) => parts.push(part))
        response.on('error', reject)
        response.on('end', () => {
          const answered = Buffer.concat(parts).toString('utf8')
          const isJson = response.headers['content-type']?.startsWith('application/json')
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: answered,
            json: isJson ? JSON.parse(answered) : undefined,
          })
        })
      },
    )
    sent.on('error', reject)
    sent.end(text)
  })
}
