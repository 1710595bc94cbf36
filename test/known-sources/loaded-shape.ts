import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StandIn } from '../../examples/stand-in.ts'
import { type MadeProject, makeProject } from '../../src/cli/make-project.ts'
import { attach } from '../../src/index.ts'
import { type Ran, runIn } from './run-in.ts'
import { serveShape } from './serve-shape.ts'
import type { Shape } from './shape.ts'

/** A project as `tolva init` makes it, filled in for a server that answers as the shape says. */
export interface ShapeProject extends AsyncDisposable {
  readonly dir: string
  readonly project: MadeProject
  readonly server: StandIn
  tolva(...args: readonly string[]): Promise<Ran>
  /** Puts other values in place of the secrets. */
  fillIn(secrets: Readonly<Record<string, string>>): Promise<void>
  /** Rows of a table that fulfil a condition. */
  count(table: string, where?: string): Promise<number>
  /** Rows of the tables that the shape counts. */
  counts(): Promise<Readonly<Record<string, number>>>
}

/** Makes the project and starts the server. */
export async function shapeProject(shape: Shape): Promise<ShapeProject> {
  const dir = await mkdtemp(join(tmpdir(), `tolva-known-${shape.name}-`))
  const server = await serveShape(shape)
  const project = await makeProject({ source: shape.name, destination: 'duckdb', dir })
  const { host } = new URL(server.baseUrl)
  const script = join(dir, project.script)
  await writeFile(script, atServer(await readFile(script, 'utf8'), host))
  const tolva = (...args: readonly string[]) => runIn(dir, args)
  const fillIn = (secrets: Readonly<Record<string, string>>) => fill(join(dir, '.dlt', 'secrets.toml'), secrets)
  await fillIn(shape.secrets)
  // What is empty in the shape is the account's part of the address.
  const settings = Object.entries(shape.settings).map(([field, value]) => [field, value === '' ? host : value])
  await fill(join(dir, '.dlt', 'config.toml'), Object.fromEntries(settings))
  const count = async (table: string, where = 'true') => {
    const pipeline = await attach(project.pipeline, { dataDir: join(dir, 'data'), projectDir: dir })
    const rows = await pipeline.dataset().sql(`select count(*) as n from ${table} where ${where}`).rows()
    return Number(rows[0]?.n)
  }
  return {
    dir,
    project,
    server,
    tolva,
    fillIn,
    count,
    async counts() {
      const counted: [string, number][] = []
      for (const table of Object.keys(shape.counts)) counted.push([table, await count(table)])
      return Object.fromEntries(counted)
    },
    async [Symbol.asyncDispose]() {
      await server.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** The address of the server for that of the API; what differs from account to account is left to the configuration. */
function atServer(text: string, host: string): string {
  return text.replace(
    /base_url: https:\/\/(\{\w+\})?[^/\s]+/,
    (_, placeholder?: string) => `base_url: http://${placeholder ?? host}`,
  )
}

/** @throws Error where the project asks for other keys than the shape has. */
async function fill(file: string, values: Readonly<Record<string, string>>): Promise<void> {
  const text = await readFile(file, 'utf8')
  const asked = [...text.matchAll(/^(\w+) = "/gm)].map(([, key]) => key)
  if (asked.toSorted().join() !== Object.keys(values).toSorted().join())
    throw new Error(`${file} asks for ${asked.join()}, the shape has ${Object.keys(values).join()}`)
  await writeFile(
    file,
    text.replace(/^(\w+) = "[^"]*"/gm, (_, key: string) => `${key} = ${JSON.stringify(values[key])}`),
  )
}
