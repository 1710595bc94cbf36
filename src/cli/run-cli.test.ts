import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createDataset } from '../dataset/dataset.ts'
import { connectDuckDb } from '../duckdb/connection.ts'
import { ConfigError, DestinationError, LoadFailedError, SchemaError, SourceError } from '../errors/tolva-error.ts'
import type { CliPipeline, Library, PipelineOptions, RunArguments, RunReport } from './library.ts'
import { runCli } from './run-cli.ts'

let dir: string
let ran: { readonly options: PipelineOptions; readonly source: unknown; readonly run: RunArguments }[]

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tolva-cli-'))
  ran = []
})

afterEach(() => rm(dir, { recursive: true }))

const report: RunReport = {
  packages: [{ state: 'loaded' }],
  rowCounts: { users: 3 },
  toString: () => 'Pipeline p load step completed in 0.26 seconds',
  toJSON: () => ({ pipeline: 'p', rowCounts: { users: 3 } }),
}

/** The library as far as a command can see it; the dataset is a real file. */
function library(failure?: Error): Library {
  const pipeline = (options: PipelineOptions): CliPipeline => ({
    name: options.name,
    async run(source, run) {
      ran.push({ options, source, run })
      if (failure !== undefined) throw failure
      return report
    },
    dataset: () =>
      createDataset({
        name: 'main',
        destinationName: 'duckdb',
        connect: async () => ({ ...(await connectDuckDb(join(dir, 'x.duckdb'))), columns: async () => new Map() }),
        schemas: async () => new Map(),
      }),
    sync: async () => ({
      outcome: 'restored',
      stateVersion: 3,
      previousStateVersion: 2,
      schemas: [{ name: 's', from: 1, to: 2 }],
      resources: ['s.users'],
    }),
    state: async () => ({ default_schema_name: 's' }),
    abort: async () => ({ loadIds: ['1.5'], loaded: [] }),
    discard: async ({ loadId = '1.5' } = {}) => ({ loadIds: [loadId], loaded: [] }),
    retry: async () => report,
    drop: async ({ resources }) => ({
      schema: 's',
      resources,
      tables: ['users'],
      tablesWithData: ['users'],
      resourceStates: [],
      statePaths: [],
      warnings: [],
    }),
    info: async () => ({
      name: options.name,
      destination: 'duckdb',
      dataset: 'd',
      location: 'duckdb:///x',
      workingFolder: dir,
      schemas: [{ name: 's', version: 1, hash: 'h', tables: 2 }],
      packages: [{ loadId: '1.5', status: { state: 'sealed' } }],
      stateVersion: 1,
      unfinished: [],
    }),
    schemas: async () => new Map(),
  })
  return {
    pipeline,
    checkRest: async ({ name }) => ({ source: name, ok: true, resources: [] }),
    declarativeSource: async (name) => ({
      kind: 'source',
      name,
      hints: {},
      resources: async () => [],
      pick: () => {
        throw new Error('not picked')
      },
    }),
    listPipelines: async () => [{ name: 'chatbot_pipeline', destination: 'duckdb', dataset: 'chatbot_data' }],
    openPipeline: async (name) => pipeline({ name, destination: 'duckdb', projectDir: dir }),
    readTrace: async () => undefined,
    readTraces: async () => [],
    unlockPipeline: async (_name, { force = false }) => ({
      from: { id: 'x', pid: 7, host: 'there', since: 0, heartbeat: 0 },
      wasAlive: force,
    }),
    listPackages: async () => [
      {
        loadId: '1.5',
        state: 'failed',
        rows: 3,
        bytes: 12_345,
        createdAt: new Date(-90_000).toISOString(),
        error: 'disk full',
      },
      { loadId: '2.5', state: 'loaded' },
    ],
    readPackage: async (_name, loadId) => ({ loadId, jobs: [] }),
  }
}

async function cli(args: readonly string[], failure?: Error) {
  const out: string[] = []
  const err: string[] = []
  const code = await runCli(args, {
    streams: { stdout: { write: (text) => out.push(text) }, stderr: { write: (text) => err.push(text) } },
    env: { HOME: join(dir, 'home') },
    cwd: dir,
    library: async () => library(failure),
    signal: new AbortController().signal,
    now: () => 0,
    stoppable: (work) => work(),
    withStdoutAsStderr: (work) => work(),
  })
  return { code, out: out.join(''), err: err.join('') }
}

const DECLARED = `
pipeline: { name: p, destination: duckdb, dataset: d }
source: { name: s, client: { base_url: "https://example.com" }, resources: [users] }
`

describe('run', () => {
  test('runs a declared pipeline and prints its report on stdout', async () => {
    await writeFile(join(dir, 'p.yaml'), DECLARED)
    const result = await cli(['run', 'p.yaml', '--resource', 'users', '--limit', '2'])
    expect(result).toEqual({ code: 0, out: `${report}\n`, err: '' })
    expect(ran[0]?.options).toEqual({ name: 'p', destination: 'duckdb', dataset: 'd', projectDir: dir })
    expect(ran[0]?.run).toMatchObject({ select: ['users'], limit: 2 })
  })

  test.each([
    [['--full-refresh'], { refresh: 'drop_sources' }],
    [['--full-refresh', '--select', 'users'], { refresh: 'drop_resources', select: ['users'] }],
    [['--refresh', 'drop_data', '--select', 'a', '--resource', 'b'], { refresh: 'drop_data', select: ['b', 'a'] }],
  ])('%j asks the run for %j', async (flags, expected) => {
    await writeFile(join(dir, 'p.yaml'), DECLARED)
    await cli(['run', 'p.yaml', ...flags])
    expect(ran[0]?.run).toMatchObject(expected)
  })

  test('prints one versioned object with --json', async () => {
    await writeFile(join(dir, 'p.yaml'), DECLARED)
    const { out, err } = await cli(['run', 'p.yaml', '--json'])
    expect(err).toBe('')
    expect(JSON.parse(out)).toEqual({
      version: 1,
      command: 'run',
      ok: true,
      result: { file: join(dir, 'p.yaml'), report: { pipeline: 'p', rowCounts: { users: 3 } } },
    })
  })

  test('hands what a declared pipeline says of contracts to the library, in its spelling', async () => {
    const evolving = 'schema_contract: { data_type: freeze, columns: discard_row }, quarantine: true, widen: true'
    await writeFile(join(dir, 'p.yaml'), DECLARED.replace('dataset: d', `dataset: d, ${evolving}`))
    await cli(['run', 'p.yaml'])
    expect(ran[0]?.options).toMatchObject({
      schemaContract: { dataType: 'freeze', columns: 'discard_row' },
      quarantine: true,
      widen: true,
    })
  })

  test.each([
    ['plan', 'p.yaml'],
    ['run', 'p.yaml', '--dry-run'],
  ])('%s %s %s only asks what would be done', async (...args) => {
    await writeFile(join(dir, 'p.yaml'), DECLARED)
    const { code, out } = await cli([...args, '--json'])
    expect([code, JSON.parse(out).command]).toEqual([0, 'plan'])
    expect(ran[0]?.run).toMatchObject({ dryRun: true })
  })

  test('plans a script that runs by itself, without running it', async () => {
    const library = new URL('../index.ts', import.meta.url).href
    await writeFile(
      join(dir, 'self.ts'),
      `import { duckdb, pipeline } from '${library}'
       const place = { dataDir: '${dir}/data', projectDir: '${dir}' }
       const p = pipeline({ name: 'p', destination: duckdb({ path: '${dir}/p.duckdb' }), ...place })
       globalThis.planned = String(await p.run([{ id: 1 }], { tableName: 't' }))`,
    )
    const { code } = await cli(['plan', 'self.ts'])
    expect(code).toBe(0)
    expect(Reflect.get(globalThis, 'planned')).toMatch(/^Plan of pipeline p/)
    expect(await readdir(dir)).toEqual(['self.ts'])
    expect(process.env.TOLVA_DRY_RUN).toBeUndefined()
  })

  test('hands signal, selection and limit to main of a script', async () => {
    await writeFile(
      join(dir, 'p.ts'),
      `export function main(options: { select?: string[] }) {
         return { packages: [], rowCounts: {}, toJSON: () => null, toString: () => 'ran ' + Object.keys(options).sort() }
       }`,
    )
    expect((await cli(['run', 'p.ts', '--resource', 'a', 'b'])).out).toBe('ran onEvent,select,signal\n')
  })

  test('says so when a script that runs by itself cannot take the options', async () => {
    await writeFile(join(dir, 'alone.mjs'), 'globalThis.ranAlone = true')
    const { code, err } = await cli(['run', 'alone.mjs', '--limit', '1'])
    expect([code, Reflect.get(globalThis, 'ranAlone')]).toEqual([0, true])
    expect(err).toContain('so limit had no effect')
  })

  test('names the command that installs what a script imports', async () => {
    await writeFile(join(dir, 'p.mjs'), `import 'no-such-package-here'`)
    const { code, err } = await cli(['run', 'p.mjs'])
    expect([code, err]).toEqual([2, expect.stringContaining('npm install no-such-package-here')])
  })

  test.each([
    ['pipeline: { name: p }\n', 'source:'],
    ['pipeline: { name: p, dataste: d }\nsource: {}\n', 'dataste'],
    ['pipeline: [', 'is not a pipeline'],
  ])('refuses a declaration with a mistake: %j', async (text, expected) => {
    await writeFile(join(dir, 'p.yaml'), text)
    const { code, err } = await cli(['run', 'p.yaml'])
    expect(code).toBe(2)
    expect(err).toContain(expected)
  })

  const abort = new DOMException('stopped', 'AbortError')
  test.each([
    [new SourceError('HTTP 500', { code: 'http_500' }), 1],
    [new SourceError('HTTP 500 behind a checkpoint', { code: 'http_500', context: { loaded: ['1.5'] } }), 3],
    [new SchemaError('frozen behind a checkpoint', { code: 'contract_columns', context: { loaded: ['1.5'] } }), 4],
    [new Error('a mistake in a file'), 1],
    [new ConfigError('no token', { code: 'missing_config' }), 2],
    [new LoadFailedError('one failed', { code: 'load_failed', info: { packages: [{ state: 'loaded' }] } }), 3],
    [new LoadFailedError('all failed', { code: 'load_failed', info: { packages: [{ state: 'failed' }] } }), 1],
    [new SchemaError('frozen', { code: 'contract_columns' }), 4],
    [new SchemaError('null in a key', { code: 'null_in_key' }), 1],
    [new DestinationError('held by pid 7', { code: 'locked' }), 5],
    [abort, 130],
    [new SourceError('stopped', { code: 'extract_failed', cause: abort }), 130],
  ])('%s exits %i', async (failure, code) => {
    await writeFile(join(dir, 'p.yaml'), DECLARED)
    const result = await cli(['run', 'p.yaml', '--json'], failure)
    expect(result.code).toBe(code)
    expect(JSON.parse(result.out)).toMatchObject({ version: 1, ok: false, error: { message: failure.message } })
  })

  test('no secret of an error reaches the terminal', async () => {
    await writeFile(join(dir, 'p.yaml'), DECLARED)
    const failure = new SourceError('GET https://x?api_key=hunter2 failed', {
      code: 'http_401',
      context: { headers: { authorization: 'Bearer hunter2' } },
      cause: new Error('password=hunter2'),
    })
    const shown = [await cli(['run', 'p.yaml'], failure), await cli(['run', 'p.yaml', '--json'], failure)]
    expect(JSON.stringify(shown)).not.toContain('hunter2')
    expect(shown[0]?.err).toContain('because: Error: password=***')
  })
})

describe('init', () => {
  test('asks for the credentials of a database where it needs some', async () => {
    expect((await cli(['init', 'chatbot', 'postgres'])).code).toBe(0)
    const file = (name: string) => readFile(join(dir, name), 'utf8')
    expect(await file('.dlt/secrets.toml')).toContain('[destination.postgres]\ncredentials = "<configure me>"')
    expect(await file('chatbot_pipeline.ts')).toContain("destination: 'postgres'")
    expect(Object.keys(JSON.parse(await file('package.json')).dependencies)).toEqual(['pg', 'pg-copy-streams', 'tolva'])
  })

  test.each([
    ['redshift', '.dlt/secrets.toml', '[destination.redshift]\ncredentials = "<configure me>"', ['pg', 'tolva']],
    ['filesystem', '.dlt/config.toml', '[destination.filesystem]\nbucket_url = "lake"', ['tolva']],
  ])('knows %s, and says where what it needs stands', async (destination, file, lines, packages) => {
    expect((await cli(['init', 'chatbot', destination])).code).toBe(0)
    expect(await readFile(join(dir, file), 'utf8')).toContain(lines)
    const manifest = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8'))
    expect(Object.keys(manifest.dependencies)).toEqual(packages)
  })

  test('makes a project and keeps what is there', async () => {
    await writeFile(join(dir, '.gitignore'), 'mine\n')
    const { code, out } = await cli(['init', 'chatbot', 'duckdb', '--dir', 'My Project'])
    expect(code).toBe(0)
    expect(out).toContain('made  chatbot_pipeline.ts')
    const secrets = join(dir, 'My Project/.dlt/secrets.toml')
    expect((await stat(secrets)).mode & 0o777).toBe(0o600)
    expect(await readFile(secrets, 'utf8')).toContain('[sources.chatbot_source]\napi_key = "<configure me>"')
    expect(JSON.parse(await readFile(join(dir, 'My Project/package.json'), 'utf8')).name).toBe('my-project')
    const again = await cli(['init', 'chatbot', 'duckdb', '--json'])
    expect(JSON.parse(again.out).result.kept).toEqual(['.gitignore'])
    expect(await readFile(join(dir, '.gitignore'), 'utf8')).toBe('mine\n')
  })

  test('lists what there is, and marks what was never run against the real API', async () => {
    const { out } = await cli(['init', '--list-sources'])
    expect(out).toMatch(/^Sources of every kind:\n {2}filesystem +CSV/)
    expect(out).toMatch(/^Known APIs:\n(.*\n)* {2}stripe +Customers.* \(unverified\)$/m)
    expect(out).toMatch(/^ {2}chatbot .* account\.$/m)
    const { result } = JSON.parse((await cli(['init', '--list-sources', '--json'])).out)
    expect(result.sources).toContainEqual(expect.objectContaining({ name: 'chatbot', verified: true }))
    expect((await cli(['init', '--list-destinations'])).out).toMatch(/^Destinations:\n {2}duckdb +a DuckDB file/)
  })

  test('says what to add where something is left out, and refuses formats that there are not', async () => {
    expect(await cli(['init'])).toMatchObject({ code: 2, err: expect.stringContaining('--list-sources') })
    expect(await cli(['init', 'github'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('needs a destination'),
    })
    expect(await cli(['init', 'github', 'duckdb', '--format', 'py'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('write --format yaml or --format ts'),
    })
  })

  test('of a known API says what was never tried, and how the person comes by the token', async () => {
    const { out } = await cli(['init', 'notion', 'duckdb'])
    expect(out).toContain('unverified: notion was never run against the real API; look before you load\n')
    expect(out).toContain('sources.notion_source.access_token: The secret of an internal integration')
    expect(out).toContain('  fill in .dlt/secrets.toml: access_token\n  npx tolva rest check notion_pipeline.yaml\n')
  })

  test('names what there is for an unknown source or destination', async () => {
    expect((await cli(['init', 'chatbto', 'duckdb'])).err).toContain('did you mean chatbot?')
    expect(await cli(['init', 'chatbot', 'duck'])).toMatchObject({ code: 2, err: expect.stringContaining('duckdb') })
  })
})

describe('pipeline', () => {
  test.each([
    [['--list-pipelines'], 'chatbot_pipeline  duckdb       chatbot_data'],
    [['chatbot_pipeline'], 'pipeline        chatbot_pipeline'],
    [['chatbot_pipeline', 'info'], '1.5      waits to be loaded'],
    [['chatbot_pipeline', 'trace', '--runs'], 'has not run yet'],
    [['chatbot_pipeline', 'trace'], 'has not run yet'],
    [['chatbot_pipeline', 'load-package'], 'loadId: "2.5"'],
    [['chatbot_pipeline', 'load-package', '1.5'], 'loadId: "1.5"'],
    [['chatbot_pipeline', 'failed-jobs'], '1.5  disk full'],
    [['chatbot_pipeline', 'sync'], 'took over state version 3; here it was 2\n  schema s: version 1 → 2'],
    [
      ['chatbot_pipeline', 'drop', '--resource', 'users'],
      'would drop from schema s:\n  tables: users\nThis is the plan',
    ],
    [['chatbot_pipeline', 'drop', '--drop-all', '--yes'], 'dropped from schema s:\n  tables: users\n'],
    [['chatbot_pipeline', 'package'], '1.5      failed     3  12.3 kB  90 s  disk full'],
    [['chatbot_pipeline', 'package', 'list'], '2.5      loaded'],
    [['chatbot_pipeline', 'package', 'retry', '1.5'], 'load step completed'],
    [['chatbot_pipeline', 'package', 'abort', '1.5'], 'would give up 1.5: state and schemas are those of before'],
    [['chatbot_pipeline', 'package', 'abort'], 'This is the plan. Add --yes to carry it out.'],
    [['chatbot_pipeline', 'package', 'discard', '3.5'], 'would discard 3.5: their rows are never loaded'],
    [['chatbot_pipeline', 'package', 'discard', '--yes'], 'discarded 1.5'],
    [['chatbot_pipeline', 'drop-pending-packages'], 'would give up 1.5'],
    [['chatbot_pipeline', 'abort-packages', '--yes'], 'gave up 1.5'],
    [['chatbot_pipeline', 'drop-pending-packages', '--yes'], 'gave up 1.5'],
    [
      ['new_one', 'unlock'],
      'took pipeline new_one from process 7 on there, which had it since 1970-01-01T00:00:00.000Z',
    ],
    [['new_one', 'unlock', '--force'], 'It is alive: it stops before it seals or loads anything further.'],
  ])('%j', async (args, expected) => {
    const { code, out } = await cli(['pipeline', ...args])
    expect([code, out]).toEqual([0, expect.stringContaining(expected)])
  })

  test.each([
    [['chatbot_pipelin'], 'did you mean chatbot_pipeline?'],
    [['chatbot_pipeline', 'infos'], 'did you mean info?'],
    [['chatbot_pipeline', 'schema', '--format', 'mermade'], 'did you mean mermaid?'],
    [['other', 'sync', '--destination', 'duckdb'], 'give both --destination and --dataset'],
    [['chatbot_pipeline', 'drop', '--yes'], 'Name resources with --resource'],
    [['chatbot_pipeline', 'load-package', '9.9'], 'has no load package 9.9'],
    [['chatbot_pipeline', 'info', '--resource', 'users'], '--resource means nothing to info'],
    [['chatbot_pipeline', 'info', '--port', '1'], '--port means nothing to info'],
    [['chatbot_pipeline', 'info', '--no-open'], '--no-open means nothing to info'],
    [['chatbot_pipeline', 'sync', '--yes'], 'it belongs to package abort and package discard and drop and'],
    [['chatbot_pipeline', 'package', 'retyr'], 'did you mean package retry?'],
    [['chatbot_pipeline', 'info', '1.5'], '1.5 means nothing to info'],
    [['chatbot_pipeline', 'package', 'abort', '1.5', '2.5'], 'Name one load id.'],
  ])('%j is refused', async (args, expected) => {
    expect(await cli(['pipeline', ...args])).toMatchObject({ code: 2, err: expect.stringContaining(expected) })
  })
})

describe('query', () => {
  beforeEach(async () => {
    await using connection = await connectDuckDb(join(dir, 'x.duckdb'))
    await connection.execute(
      'create table users as select i as id, i * 9007199254740993::hugeint as big from range(3) t(i)',
    )
  })

  test('prints a table, and says when rows are left out', async () => {
    const { out, err } = await cli(['query', 'p', 'select id from users order by id', '--limit', '2'])
    expect(out).toBe('id\n──\n 0\n 1\n')
    expect(err).toContain('only the first 2 rows')
  })

  test('gives whole numbers that JSON readers would break as text', async () => {
    const { out } = await cli(['query', 'p', 'select * from users where id = 1', '--json'])
    expect(JSON.parse(out).result).toMatchObject({ rows: [[1, '9007199254740993']], more: false })
  })

  test('refuses to write', async () => {
    expect(await cli(['query', 'p', 'drop table users'])).toMatchObject({ code: 2, out: '' })
  })
})

test('config explain says where a value comes from', async () => {
  const { out } = await cli(['config', 'explain', 'sources.chatbot_source.api_key'])
  expect(out).toContain('sources.chatbot_source.api_key is not configured')
  expect(out).toContain('· Environment Variables: SOURCES__CHATBOT_SOURCE__API_KEY')
  expect(out).toContain(join(dir, '.dlt/secrets.toml'))
})

describe('usage', () => {
  test.each([['run'], ['plan'], ['init'], ['pipeline'], ['query'], ['types'], ['config', 'explain']])(
    '%s --help has examples',
    async (...args) => {
      const { code, out } = await cli([...args, '--help'])
      expect(code).toBe(0)
      expect(out).toContain('Examples:\n  tolva ')
    },
  )

  test.each([
    [['rnu'], 'Did you mean run?'],
    [['run'], 'missing required argument'],
    [['run', 'x.yaml', '--limit', 'two'], 'whole number'],
    [['run', 'x.yaml', '--refresh', 'all'], 'drop_sources, drop_resources, drop_data'],
    [['run', 'x.yaml', '--resorce', 'a'], 'Did you mean --resource?'],
    [['run', 'x.py'], 'there is no file'],
  ])('%j exits 2', async (args, expected) => {
    expect(await cli(args)).toMatchObject({ code: 2, err: expect.stringContaining(expected), out: '' })
  })
})
