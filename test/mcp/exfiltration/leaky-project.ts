import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { join } from 'node:path'
import { pipeline, resource } from '../../../src/index.ts'
import { type McpPlace, makePlace, removePlace } from '../connect-client.ts'
import { CANARY, SECRETS } from './planted.ts'

/** A project that holds secrets wherever one may, and an API that repeats what it is sent. */
export interface LeakyProject extends AsyncDisposable {
  readonly place: McpPlace
  /** The project's own, absolute. */
  readonly folder: string
  readonly dataDir: string
  /** What a process that works in it has in its environment. */
  readonly env: Readonly<Record<string, string>>
  readonly api: string
  /** Authorization headers that came to the origin that the API redirects to. */
  readonly elsewhere: readonly string[]
}

export async function leakyProject(): Promise<LeakyProject> {
  const place = await makePlace()
  const { project: folder, dataDir } = place
  const elsewhere: string[] = []
  const other = await listening((request) => {
    elsewhere.push(request.headers.authorization ?? '')
    return { status: 200, body: { data: [{ id: 1, headers: request.headers }] } }
  })
  const api = await listening(({ url = '', headers }) => {
    if (url.startsWith('/moved')) return { status: 302, body: {}, location: `${other.url}/landed` }
    if (url.startsWith('/broken')) return { status: 401, body: { error: 'bad token', sent: headers.authorization } }
    return { status: 200, body: { data: [{ id: 1, sent: headers.authorization, url }] } }
  })
  await writeSecrets(folder, place.home)
  await writeScripts(folder, api.url)
  await loadRows(place)
  return {
    place,
    folder,
    dataDir,
    env: { SOURCES__ENV_SOURCE__API_KEY: SECRETS.environment },
    api: api.url,
    elsewhere,
    async [Symbol.asyncDispose]() {
      for (const { server } of [api, other]) {
        server.closeAllConnections()
        server.close()
      }
      await removePlace(place)
    },
  }
}

async function writeSecrets(folder: string, home: string): Promise<void> {
  const password = encodeURIComponent(SECRETS.password)
  await writeFile(
    join(folder, '.dlt/secrets.toml'),
    `# ${CANARY}
[sources.shop_source.credentials]
token = "${SECRETS.file}"

[sources.other]
state_value = "${SECRETS.state}"
pin = ${SECRETS.pin}

[destination.postgres]
credentials = "postgresql://loader:${password}@127.0.0.1:1/db"
`,
  )
  await writeFile(join(folder, '.dlt/prod.secrets.toml'), `# ${CANARY}\ntoken = "${SECRETS.profile}"\n`)
  await writeFile(join(folder, '.dlt/config.toml'), `# ${CANARY}\n[runtime]\nlog_level = "WARNING"\n`)
  await writeFile(join(home, 'private.toml'), `# ${CANARY}\ntoken = "${SECRETS.profile}"\n`)
  await symlink(join(home, 'private.toml'), join(folder, '.dlt/linked.secrets.toml'))
  await symlink(join(folder, '.dlt/secrets.toml'), join(folder, 'linked.yaml'))
}

async function writeScripts(folder: string, api: string): Promise<void> {
  const read = `import { readFileSync } from 'node:fs'\nconst text = readFileSync('.dlt/secrets.toml', 'utf8').replace(/^#.*/, '')\n`
  const coded = `Buffer.from(text.match(/token = "(.*)"/)[1])`
  const scripts = {
    'prints.ts': `${read}export function main() { console.log(text); console.error(text, process.env.SOURCES__ENV_SOURCE__API_KEY) }\n`,
    'codes.ts': `${read}export function main() { const token = ${coded}; console.log(token.toString('base64'), token.toString('hex')) }\n`,
    'throws.ts': `${read}export function main() { throw new Error('cannot use ' + text) }\n`,
    'throws-at-once.ts': `${read}throw new Error('cannot use ' + text)\n`,
    'reports.ts': `${read}export function main() { return { packages: [], rowCounts: { [text]: 1 }, warnings: [text], toString: () => text, toJSON: () => ({ pipeline: text, rowCounts: { [text]: 1 } }) } }\n`,
  }
  for (const [name, text] of Object.entries(scripts)) await writeFile(join(folder, name), text)
  for (const path of ['me', 'moved', 'broken']) {
    await writeFile(
      join(folder, `${path}.yaml`),
      `pipeline: { name: ${path}_pipeline }
source:
  name: shop_source
  client: { base_url: '${api}', auth: bearer, max_attempts: 1 }
  resources:
    - { name: ${path}, endpoint: { path: ${path}, data_selector: data, paginator: single_page } }
`,
    )
  }
  await writeFile(join(folder, 'broken-text.yaml'), `token: ${SECRETS.file}\n  bad: [`)
}

/** Two pipelines: rows, a cursor and a description that repeat secrets; and a run that failed over one. */
async function loadRows({ project, dataDir }: McpPlace): Promise<void> {
  const options = { destination: 'duckdb', dataDir, projectDir: project, env: {} }
  await mkdir(dataDir, { recursive: true })
  const echo = resource(
    {
      name: 'echo',
      incremental: { cursorPath: 'cursor' },
      columns: { token: { description: `such as ${SECRETS.file}` } },
    },
    [
      {
        id: 1,
        token: SECRETS.file,
        url: `https://api.example.com/?key=${encodeURIComponent(SECRETS.environment)}`,
        coded: Buffer.from(`user:${SECRETS.file}`).toString('base64'),
        cursor: SECRETS.state,
        note: `the password is ${SECRETS.password}`,
        pin: Number(SECRETS.pin),
        nested: [{ value: SECRETS.profile }],
      },
    ],
  )
  const leaky = pipeline({ ...options, name: 'leaky', dataset: 'leaky_data' })
  await leaky.run(echo)
  const failing = resource({ name: 'failing' }, async function* (): AsyncGenerator<{ id: number }> {
    yield { id: 1 }
    throw new Error(`401 for ${SECRETS.file} of ${SECRETS.environment}: ${JSON.stringify({ pin: SECRETS.password })}`)
  })
  await pipeline({ ...options, name: 'failing', dataset: 'failing_data' })
    .run(failing)
    .catch(() => {})
}

interface Reply {
  readonly status: number
  readonly body: unknown
  readonly location?: string
}

async function listening(reply: (request: IncomingMessage) => Reply): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const { status, body, location } = reply(request)
    response.writeHead(status, { 'content-type': 'application/json', ...(location && { location }) })
    response.end(JSON.stringify(body))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return { server, url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}` }
}
