import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { declaredSource } from '../../src/cli/declared-kinds.ts'
import { library } from '../../src/cli/installed-library.ts'
import { runCli } from '../../src/cli/run-cli.ts'
import { attach } from '../../src/index.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tolva-declared-'))
  vi.stubEnv('TOLVA_DATA_DIR', dir)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(dir, { recursive: true, force: true })
})

async function cli(...args: readonly string[]) {
  let [out, err] = ['', '']
  const stdout = {
    write(text: string) {
      out += text
      return true
    },
  }
  const stderr = {
    write(text: string) {
      err += text
      return true
    },
  }
  const code = await runCli(args, {
    streams: { stdout, stderr },
    env: {},
    cwd: dir,
    now: Date.now,
    signal: new AbortController().signal,
    stoppable: (work) => work(),
    withStdoutAsStderr: (work) => work(),
    library,
  })
  return { code, out, err }
}

const rows = async (pipelineName: string, table: string) => {
  const of = await attach(pipelineName, { dataDir: dir, projectDir: dir })
  return (await of.dataset().table(table).rows()).map(({ _dlt_id, _dlt_load_id, ...row }) => row)
}

function makeShop(): string {
  const file = join(dir, 'shop.db')
  const database = new DatabaseSync(file)
  database.exec(`CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT, at INTEGER); CREATE TABLE other (id INTEGER);
    INSERT INTO orders VALUES (1, 'a', 5), (2, 'b', 6); INSERT INTO other VALUES (1)`)
  database.close()
  return file
}

describe('a declared database', () => {
  const declared = (tables: string) => `pipeline: { name: shop, destination: duckdb, dataset: data }
source:
  type: sql_database
  tables:
${tables}`

  it('is read with its credentials in secrets.toml', async () => {
    await mkdir(join(dir, '.dlt'))
    await writeFile(
      join(dir, '.dlt', 'secrets.toml'),
      `[sources.sql_database]\ncredentials = "sqlite:///${makeShop()}"\n`,
    )
    await writeFile(
      join(dir, 'shop.yaml'),
      declared(`    - name: orders
      table_name: sales
      excluded_columns: [note]
      incremental: { cursor_path: at, initial_value: 6 }
      columns: { id: { data_type: text } }
    - other`),
    )
    expect(await cli('run', 'shop.yaml')).toMatchObject({ code: 0 })
    expect(await rows('shop', 'sales')).toEqual([{ id: '2', at: 6 }])
    expect(await rows('shop', 'other')).toEqual([{ id: 1 }])
  })

  it('names the line of a key that there is not, and keeps passwords out of the file', async () => {
    await writeFile(join(dir, 'shop.yaml'), declared('    - { name: orders, incremental: { cursor: at } }'))
    const { code, err } = await cli('run', 'shop.yaml')
    expect(code).toBe(2)
    expect(err).toContain('tables.0')
    expect(err).toContain('shop.yaml:5')
    await writeFile(
      join(dir, 'open.yaml'),
      'pipeline: { name: p }\nsource: { type: sql_database, credentials: "mysql://ada:geheim@db/shop" }\n',
    )
    const open = await cli('run', 'open.yaml')
    expect(open.err).toContain('[sources.sql_database] credentials')
    expect(open.err).not.toContain('geheim')
  })

  it('asks for the line to write where there are no credentials', async () => {
    await writeFile(join(dir, 'shop.yaml'), declared('    - orders'))
    const { code, err } = await cli('run', 'shop.yaml')
    expect(code).toBe(2)
    expect(err).toContain('[sources.sql_database]')
    expect(err).toContain('credentials = ')
  })
})

describe('a declared folder of files', () => {
  it('is read, a table for each kind of file', async () => {
    await mkdir(join(dir, 'in'))
    await writeFile(join(dir, 'in', 'a.csv'), 'id;name\n1;x\noops\n')
    await writeFile(join(dir, 'in', 'b.jsonl'), '{"id": 1}\n')
    await writeFile(
      join(dir, 'files.yaml'),
      `pipeline: { name: files, destination: duckdb, dataset: data }
source:
  type: filesystem
  bucket_url: ${join(dir, 'in')}
  resources:
    - name: people
      file_glob: "*.csv"
      on_bad_line: skip
      csv: { delim: ";", header: true, null_padding: false }
    - name: events
      file_glob: "*.jsonl"
      incremental: { cursor_path: modification_date }
`,
    )
    const { code, err } = await cli('run', 'files.yaml')
    expect(code).toBe(0)
    expect(err).toContain('1 row(s) left out by the line that is no row')
    expect(await rows('files', 'people')).toEqual([{ id: 1, name: 'x' }])
    expect(await rows('files', 'events')).toEqual([{ id: 1 }])
  })

  it('of a kind that there is not is refused', async () => {
    await writeFile(join(dir, 'x.yaml'), 'pipeline: { name: x }\nsource: { type: sql }\n')
    expect((await cli('run', 'x.yaml')).err).toContain('Use rest_api, sql_database, filesystem')
  })
})

describe('a declaration that the documentation shows', () => {
  it.each(['sql-database.md', 'filesystem-source.md'])('in %s is taken', async (page) => {
    const text = await readFile(join(import.meta.dirname, '..', '..', 'docs', page), 'utf8')
    const [, block = ''] = /^```yaml\n(.*?)^```/ms.exec(text) ?? []
    const { pipeline, source }: { readonly pipeline: object; readonly source: unknown } = parse(block)
    expect(pipeline).toMatchObject({ destination: 'duckdb' })
    expect(await declaredSource('shown', source)).toMatchObject({ kind: 'source', name: 'shown' })
  })
})

describe('a new project', () => {
  it.each(['sql_database', 'filesystem'])('of %s says what is to be filled in', async (source) => {
    expect(await cli('init', source, 'duckdb')).toMatchObject({ code: 0 })
    const text = async (name: string) => readFile(join(dir, name), 'utf8')
    const configured = `${await text('.dlt/config.toml')}${await text('.dlt/secrets.toml')}`
    expect(configured).toContain(`[sources.${source}]`)
    expect(configured).toContain('<configure me>')
    expect(await text(`${source}_pipeline.ts`)).toContain("destination: 'duckdb'")
  })
})
