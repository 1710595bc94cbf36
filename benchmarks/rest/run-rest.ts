import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pythonVenv } from '../../scripts/python-venv.mjs'
import { differences } from '../compare-tables.ts'
import { type Measured, measureProcess } from '../measure-process.ts'
import { summarizeDuckDb, withDuckDb } from '../places/duckdb-summary.ts'
import { type Spread, spreadOf } from '../summary.ts'
import { mostWithin, statsOf } from './stats.ts'

export interface RestBench {
  readonly data: string
  readonly cache: string
  readonly rounds: number
  readonly against: readonly string[]
  readonly latencyMs: number
  readonly say: (line: string) => void
}

/** Who loads what over how many connections; 0: as many as it opens by itself. */
interface Contender {
  readonly name: 'pure' | 'tolva' | 'dlt'
  readonly shape: 'pages' | 'parents'
  readonly connections: number
}

export interface RestResult {
  readonly runs: Readonly<Record<string, readonly Measured[]>>
  /** Other's seconds divided by the first one's of the same round. */
  readonly ratios: Readonly<Record<string, Spread>>
  readonly rate: { readonly configured: number; readonly most: number }
}

const DATASET = 'bench'
const RATE = 400
const labelOf = ({ name, shape, connections }: Contender) =>
  `${name} ${shape}${shape === 'pages' ? '' : ` × ${connections === 0 ? 'default' : connections}`}`

/** Loads a slow REST API: pages one after the other, and a request for each of many parents; beside the bare reading of the same. */
export async function runRest(bench: RestBench): Promise<RestResult> {
  const server = spawn(process.execPath, [script('server.ts'), bench.data, String(bench.latencyMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const base = `http://127.0.0.1:${await portOf(server)}`
    const contenders = contendersFor(bench.against)
    const runs: Record<string, Measured[]> = Object.fromEntries(contenders.map((one) => [labelOf(one), []]))
    for (let round = 0; round < bench.rounds; round += 1) {
      const turned = round % 2 === 0 ? contenders : contenders.toReversed()
      const files = new Map<string, string>()
      for (const contender of turned) {
        const out = path.join(bench.cache, `${labelOf(contender).replaceAll(/\W+/g, '-')}-${process.pid}`)
        rmSync(out, { recursive: true, force: true })
        mkdirSync(out, { recursive: true })
        await fetch(`${base}/reset`)
        const measured = await measureProcess(...commandOf(contender, base, out))
        const { mostOpen } = await statsOf(base)
        runs[labelOf(contender)]?.push(measured)
        files.set(labelOf(contender), path.join(out, 'out.duckdb'))
        bench.say(
          `round ${round + 1} ${labelOf(contender)}: ${measured.wallS.toFixed(2)} s, CPU ${measured.cpuS.toFixed(2)} s, at most ${mostOpen} open`,
        )
      }
      if (round === 0) await verify(files, bench.say)
      for (const file of files.values()) rmSync(path.dirname(file), { recursive: true, force: true })
    }
    return { runs, ratios: ratiosOf(runs), rate: await measureRate(bench, base) }
  } finally {
    server.kill()
  }
}

function contendersFor(against: readonly string[]): readonly Contender[] {
  const ours: readonly Contender[] = [
    { name: 'pure', shape: 'pages', connections: 1 },
    { name: 'tolva', shape: 'pages', connections: 1 },
    { name: 'pure', shape: 'parents', connections: 20 },
    { name: 'tolva', shape: 'parents', connections: 20 },
    { name: 'tolva', shape: 'parents', connections: 5 },
  ]
  if (!against.includes('dlt')) return ours
  return [
    ...ours,
    { name: 'dlt', shape: 'pages', connections: 0 },
    { name: 'dlt', shape: 'parents', connections: 0 },
    { name: 'dlt', shape: 'parents', connections: 20 },
  ]
}

function commandOf({ name, shape, connections }: Contender, base: string, out: string): [string, string[]] {
  const args = [base, shape, String(connections), out]
  if (name === 'dlt') return [pythonVenv(), [script('dlt_rest.py'), ...args]]
  return [process.execPath, [script(`${name}.ts`), ...args]]
}

const summary = (file: string) => withDuckDb(file, (ask) => summarizeDuckDb(ask, DATASET))

/** Figures for wrong data say nothing. */
async function verify(files: ReadonlyMap<string, string>, say: RestBench['say']): Promise<void> {
  for (const shape of ['pages', 'parents']) {
    const [first, ...others] = [...files].filter(([name]) => name.includes(shape) && !name.startsWith('pure'))
    if (first === undefined) continue
    const expected = await summary(first[1])
    for (const [name, file] of others) {
      const found = differences(expected, await summary(file))
      if (found.length > 0) throw new Error(`${first[0]} | ${name} differ, so no figure counts:\n${found.join('\n')}`)
    }
    say(`${shape}: the tables of ${[first, ...others].map(([name]) => name).join(', ')} are equal`)
  }
}

function ratiosOf(runs: Readonly<Record<string, readonly Measured[]>>): Readonly<Record<string, Spread>> {
  const pairs = [
    ['tolva pages', 'pure pages'],
    ['dlt pages', 'pure pages'],
    ['dlt pages', 'tolva pages'],
    ['dlt parents × default', 'tolva parents × 20'],
    ['dlt parents × default', 'tolva parents × 5'],
    ['dlt parents × 20', 'tolva parents × 20'],
    ['tolva parents × 20', 'pure parents × 20'],
  ] as const
  return Object.fromEntries(
    pairs.flatMap(([other, one]) => {
      const [over, under] = [runs[other] ?? [], runs[one] ?? []]
      const paired = over.flatMap((run, round) => (under[round] ? [run.wallS / under[round].wallS] : []))
      return paired.length === 0 ? [] : [[`${other} / ${one}`, spreadOf(paired)]]
    }),
  )
}

/** Twenty connections and a rate that they could go far beyond. */
async function measureRate({ cache }: RestBench, base: string): Promise<RestResult['rate']> {
  const out = path.join(cache, `rate-${process.pid}`)
  mkdirSync(out, { recursive: true })
  await fetch(`${base}/reset`)
  const [program, args] = commandOf({ name: 'tolva', shape: 'parents', connections: 20 }, base, out)
  await measureProcess(program, [...args, String(RATE)])
  rmSync(out, { recursive: true, force: true })
  return { configured: RATE, most: mostWithin((await statsOf(base)).asked, 1000) }
}

async function portOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('the server has no output')
  const [text] = await once(stdout.setEncoding('utf8'), 'data')
  return String(text).trim()
}

function script(name: string): string {
  return path.join(import.meta.dirname, name)
}
