// npm run bench -- --workload w1|w2|w3|w4|w4n|w5 [--destination duckdb|postgres|filesystem] [--rows N] [--rounds 3]
// [--against dlt,dlt-default,dlt-parquet,duckdb] [--strategy upsert] [--json]
// `logged`: tolva with its page log; `checkpoints`: and a package every 500,000 rows.
// Loads the same data with each contender in turn, each in its own process, and prints medians and paired ratios.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { pythonVenv } from '../scripts/python-venv.mjs'
import { CHANGES, changeCount, changesFile } from './changes.ts'
import { differences } from './compare-tables.ts'
import { type Measured, measureProcess } from './measure-process.ts'
import type { Spot } from './places/place.ts'
import { placeOf } from './places/place-of.ts'
import { formatRest } from './rest/format-rest.ts'
import { runRest } from './rest/run-rest.ts'
import { formatRounds, ratioOf, whyNoRatio } from './summary.ts'
import { WORKLOADS, workloadFile } from './workloads.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const CACHE = path.join(ROOT, '.cache', 'bench')
const DATASET = 'bench'

const { values } = parseArgs({
  options: {
    workload: { type: 'string', default: 'w1' },
    rows: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    destination: { type: 'string', default: 'duckdb' },
    against: { type: 'string' },
    strategy: { type: 'string', default: 'delete-insert' },
    json: { type: 'boolean', default: false },
  },
})
const table = values.workload
const { destination } = values
const against = (values.against ?? (destination === 'duckdb' ? 'dlt,duckdb' : 'dlt')).split(',').filter(Boolean)
if (table === 'w5') await restApi()
const changes = CHANGES[table]
const base = changes?.base ?? table
const rows = Number(values.rows ?? WORKLOADS[base]?.rows)
/** What is timed: the changes where the workload merges into a table, else all rows. */
const timed = changes ? changeCount(rows) : rows
const expected = changes ? rows + timed / 2 : rows
const roundCount = Number(values.rounds)
const contenders = ['tolva', ...against]

/** A REST API with latency, which is measured in another way: from the first request to the end. */
async function restApi(): Promise<never> {
  build()
  const documents = Number(values.rows ?? WORKLOADS.w2?.rows)
  const result = await runRest({
    data: workloadFile('w2', documents, CACHE),
    cache: CACHE,
    rounds: Number(values.rounds),
    against,
    latencyMs: 5,
    say,
  })
  console.log(values.json ? JSON.stringify({ version: 1, workload: 'w5', ...result }) : formatRest(result))
  process.exit(result.rate.most > result.rate.configured ? 1 : 0)
}

function build(): void {
  const built = spawnSync(process.execPath, [path.join(ROOT, 'scripts', 'build.ts')], { encoding: 'utf8' })
  if (built.status !== 0) stop(built.stdout + built.stderr)
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

function stop(line: string): never {
  say(line)
  process.exit(1)
}

/** One load by one contender: so many rows of a file; its folder and its spot may hold an earlier load. */
interface Load {
  readonly data: string
  readonly out: string
  readonly address: string
  readonly count: number
}

function commandOf(contender: string, load: Load): [string, string[]] {
  const { data, out, address, count } = load
  const script = (name: string) => path.join(import.meta.dirname, 'contenders', name)
  const merging = changes ? [values.strategy] : []
  const to = ['--destination', destination, '--address', address]
  const tolva = (...more: string[]): [string, string[]] => [
    process.execPath,
    [script('tolva.ts'), data, out, table, ...merging, ...to, ...more],
  ]
  const strategy = changes ? ['--strategy', values.strategy] : []
  const dlt = (...more: string[]): [string, string[]] => [
    pythonVenv('1.5.6', destination === 'postgres' ? ['adbc-driver-postgresql'] : []),
    [script('dlt_load.py'), data, out, table, String(count), ...strategy, ...to, ...more],
  ]
  switch (contender) {
    case 'tolva':
      return tolva()
    case 'logged':
      return tolva('--positions', '--page-log')
    case 'checkpoints':
      return tolva('--positions', '--page-log', '--checkpoint', '500000')
    case 'duckdb':
      if (destination !== 'duckdb') return stop('duckdb is a contender where it is the destination too')
      return [process.execPath, [script('duckdb.ts'), data, out, table, ...merging]]
    case 'dlt':
      return dlt('--format', destination === 'postgres' ? 'csv' : 'parquet')
    case 'dlt-parquet':
      return dlt('--format', 'parquet')
    case 'dlt-default':
      return dlt('--untuned')
    default:
      return stop(
        `unknown contender ${contender}; there are dlt, dlt-parquet, dlt-default, duckdb, logged and checkpoints`,
      )
  }
}

/** Another order in each round, the same in each run of this program. */
function shuffled(names: readonly string[], round: number): string[] {
  const turned = names.map((_, index) => names[(index + round) % names.length] ?? '')
  return round % 2 === 0 ? turned : turned.reverse()
}

/** The table that changes are merged into, loaded by the contender itself as it will load them. */
async function fillBase(contender: string): Promise<Spot> {
  const out = baseOf(contender)
  mkdirSync(out, { recursive: true })
  const spot = await place.open(out)
  const load = { data: workloadFile(base, rows, CACHE), out, address: spot.address, count: rows }
  const { wallS } = await measureProcess(...commandOf(contender, load))
  say(`${contender} filled a table with ${rows} rows of ${base} in ${wallS.toFixed(2)} s, which counts for nothing`)
  return spot
}

/** What is still to be written would otherwise be written during the measurement. */
function copyDurably(from: string, to: string): void {
  cpSync(from, to, { recursive: true })
  spawnSync('sync')
}

/** The same tables, columns, types and values as dlt's, or the benchmark stops: a figure for wrong data says nothing. */
async function verify(spots: ReadonlyMap<string, Spot>): Promise<void> {
  for (const [contender, spot] of spots) {
    const found = await spot.countRows(DATASET, table)
    if (found !== expected) stop(`${contender} has ${found} rows in ${table}, not ${expected}: no figure counts`)
  }
  const ours = await spots.get('tolva')?.summarize(DATASET)
  for (const [contender, spot] of spots) {
    if (!contender.startsWith('dlt') || ours === undefined) continue
    const found = differences(ours, await spot.summarize(DATASET))
    if (found.length > 0) stop(`tolva | ${contender} differ, so no figure counts:\n${found.join('\n')}`)
    say(
      `the tables of tolva and ${contender} are equal: types, counts, distinct counts and sums of hashes of each column`,
    )
  }
}

const known = [...Object.keys(WORKLOADS), ...Object.keys(CHANGES)]
if (!known.includes(table)) stop(`unknown workload ${table}; there are ${known.join(', ')}`)
if (!(rows > 0 && roundCount > 0)) stop('--rows and --rounds are numbers above 0')
build()

const data = changes ? changesFile(table, rows, CACHE) : workloadFile(table, rows, CACHE)
say(`${table}: ${timed} rows, ${(statSync(data).size / 1e6).toFixed(0)} MB, rounds: ${roundCount}`)
const baseOf = (contender: string) => path.join(CACHE, `${contender}-${process.pid}-base`)
await using place = await placeOf(destination)
const bases = new Map<string, Spot>()
if (changes) for (const contender of contenders) bases.set(contender, await fillBase(contender))
const runs: Record<string, Measured[]> = Object.fromEntries(contenders.map((name) => [name, []]))
for (let round = 0; round < roundCount; round += 1) {
  const spots = new Map<string, Spot>()
  const folders: string[] = []
  for (const contender of shuffled(contenders, round)) {
    const out = path.join(CACHE, `${contender}-${process.pid}-${round}`)
    if (changes) copyDurably(baseOf(contender), out)
    mkdirSync(out, { recursive: true })
    folders.push(out)
    const spot = await place.open(out, bases.get(contender))
    spots.set(contender, spot)
    const measured = await measureProcess(...commandOf(contender, { data, out, address: spot.address, count: timed }))
    runs[contender]?.push(measured)
    say(`round ${round + 1} ${contender}: ${measured.wallS.toFixed(2)} s, CPU ${measured.cpuS.toFixed(2)} s`)
  }
  if (round === 0) await verify(spots)
  for (const spot of spots.values()) await spot[Symbol.asyncDispose]()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}
for (const contender of contenders) rmSync(baseOf(contender), { recursive: true, force: true })

const versions = Object.assign({}, ...Object.values(runs).map(([first]) => first?.versions ?? {}))
const refused = whyNoRatio(runs)
const machine = { cpus: os.availableParallelism(), memoryGb: Math.round(os.totalmem() / 2 ** 30), load: os.loadavg() }
if (values.json) {
  const others = Object.entries(runs).filter(([name]) => name !== 'tolva')
  const ratios = refused
    ? null
    : Object.fromEntries(others.map(([name, other]) => [name, ratioOf(runs.tolva ?? [], other)]))
  console.log(
    JSON.stringify({
      version: 1,
      workload: table,
      rows: timed,
      machine,
      versions,
      runs,
      ratios,
      refused: refused ?? null,
    }),
  )
} else {
  console.log(`${formatRounds(runs, timed)}\n`)
  console.log(
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  )
  console.log(
    `${machine.cpus} CPUs, ${machine.memoryGb} GB, load ${machine.load.map((one) => one.toFixed(1)).join(' ')}`,
  )
}
if (refused) process.exitCode = 1
