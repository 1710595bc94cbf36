// npm run bench -- --workload w1|w2|w3|w4|w4n|w5 [--rows N] [--rounds 3] [--against dlt,duckdb] [--strategy upsert] [--json]
// `logged`: tolva with its page log; `checkpoints`: and a package every 500,000 rows.
// Loads the same data with each contender in turn, each in its own process, and prints medians and paired ratios.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { pythonVenv } from '../scripts/python-venv.mjs'
import { CHANGES, changeCount, changesFile } from './changes.ts'
import { countRows, differences, summarizeDataset } from './compare-tables.ts'
import { type Measured, measureProcess } from './measure-process.ts'
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
    against: { type: 'string', default: 'dlt,duckdb' },
    strategy: { type: 'string', default: 'delete-insert' },
    json: { type: 'boolean', default: false },
  },
})
const table = values.workload
if (table === 'w5') await restApi()
const changes = CHANGES[table]
const base = changes?.base ?? table
const rows = Number(values.rows ?? WORKLOADS[base]?.rows)
/** What is timed: the changes where the workload merges into a table, else all rows. */
const timed = changes ? changeCount(rows) : rows
const expected = changes ? rows + timed / 2 : rows
const roundCount = Number(values.rounds)
const contenders = ['tolva', ...values.against.split(',').filter((name) => name !== '')]

/** A REST API with latency, which is measured in another way: from the first request to the end. */
async function restApi(): Promise<never> {
  build()
  const documents = Number(values.rows ?? WORKLOADS.w2?.rows)
  const result = await runRest({
    data: workloadFile('w2', documents, CACHE),
    cache: CACHE,
    rounds: Number(values.rounds),
    against: values.against.split(','),
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

/** One load by one contender: so many rows of a file into a folder, which may hold an earlier load. */
interface Load {
  readonly data: string
  readonly out: string
  readonly count: number
}

function commandOf(contender: string, load: Load): [string, string[]] {
  const { data, out, count } = load
  const merging = changes ? [values.strategy] : []
  const script = (name: string) => path.join(import.meta.dirname, 'contenders', name)
  switch (contender) {
    case 'tolva':
      return [process.execPath, [script('tolva.ts'), data, out, table, ...merging]]
    case 'logged':
      return [process.execPath, [script('tolva.ts'), data, out, table, ...merging, '--positions', '--page-log']]
    case 'checkpoints':
      return [
        process.execPath,
        [script('tolva.ts'), data, out, table, ...merging, '--positions', '--page-log', '--checkpoint', '500000'],
      ]
    case 'duckdb':
      return [process.execPath, [script('duckdb.ts'), data, out, table, ...merging]]
    case 'dlt':
      return [pythonVenv(), [script('dlt_tuned.py'), data, out, table, String(count), ...merging]]
    default:
      return stop(`unknown contender ${contender}; there are dlt, duckdb, logged and checkpoints`)
  }
}

/** Another order in each round, the same in each run of this program. */
function shuffled(names: readonly string[], round: number): string[] {
  const turned = names.map((_, index) => names[(index + round) % names.length] ?? '')
  return round % 2 === 0 ? turned : turned.reverse()
}

/** The table that changes are merged into, loaded by the contender itself as it will load them. */
async function fillBase(contender: string): Promise<void> {
  const out = baseOf(contender)
  mkdirSync(out, { recursive: true })
  const [program, args] = commandOf(contender, { data: workloadFile(base, rows, CACHE), out, count: rows })
  const { wallS } = await measureProcess(program, args)
  say(`${contender} filled a table with ${rows} rows of ${base} in ${wallS.toFixed(2)} s, which counts for nothing`)
}

/** What is still to be written would otherwise be written during the measurement. */
function copyDurably(from: string, to: string): void {
  cpSync(from, to, { recursive: true })
  spawnSync('sync')
}

/** The same tables, columns, types and values as dlt's, or the benchmark stops: a figure for wrong data says nothing. */
async function verify(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [contender, file] of Object.entries(files)) {
    const found = await countRows(file, DATASET, table)
    if (found !== expected) stop(`${contender} has ${found} rows in ${table}, not ${expected}: no figure counts`)
  }
  if (!files.tolva || !files.dlt) return
  const found = differences(await summarizeDataset(files.tolva, DATASET), await summarizeDataset(files.dlt, DATASET))
  if (found.length > 0)
    stop(`tolva | dlt differ, so no figure counts:\n${found.join('\n')}\n${Object.values(files).join('\n')}`)
  say('the tables of tolva and dlt are equal: types, counts, distinct counts and sums of hashes of each column')
}

const known = [...Object.keys(WORKLOADS), ...Object.keys(CHANGES)]
if (!known.includes(table)) stop(`unknown workload ${table}; there are ${known.join(', ')}`)
if (!(rows > 0 && roundCount > 0)) stop('--rows and --rounds are numbers above 0')
build()

const data = changes ? changesFile(table, rows, CACHE) : workloadFile(table, rows, CACHE)
say(`${table}: ${timed} rows, ${(statSync(data).size / 1e6).toFixed(0)} MB, rounds: ${roundCount}`)
const baseOf = (contender: string) => path.join(CACHE, `${contender}-${process.pid}-base`)
if (changes) for (const contender of contenders) await fillBase(contender)
const runs: Record<string, Measured[]> = Object.fromEntries(contenders.map((name) => [name, []]))
for (let round = 0; round < roundCount; round += 1) {
  const files: Record<string, string> = {}
  const folders: string[] = []
  for (const contender of shuffled(contenders, round)) {
    const out = path.join(CACHE, `${contender}-${process.pid}-${round}`)
    if (changes) copyDurably(baseOf(contender), out)
    mkdirSync(out, { recursive: true })
    folders.push(out)
    const [program, args] = commandOf(contender, { data, out, count: timed })
    const measured = await measureProcess(program, args)
    runs[contender]?.push(measured)
    files[contender] = path.join(out, 'out.duckdb')
    say(`round ${round + 1} ${contender}: ${measured.wallS.toFixed(2)} s, CPU ${measured.cpuS.toFixed(2)} s`)
  }
  if (round === 0) await verify(files)
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
