// npm run crash: kills real loads at any point and compares what they leave with the truth. Exit code 1 on any fault.
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { clusterUrl } from '../postgres/cluster.ts'
import { stopCluster } from '../postgres/stop-cluster.ts'
import { campaign, type Totals, totalsOf } from './campaign.ts'
import { killText } from './kill.ts'
import { type LifePlan, type LifeReport, playLife } from './life.ts'
import { mostPagesAgain, pagesAgain } from './pages-again.ts'
import { crashPaginators } from './paginators/crash-paginators.ts'
import { scenarioName, scenarios } from './scenario.ts'

const USAGE = `npm run crash -- [--kills 300] [--seed N] [--destination duckdb|postgres|s3] [--victim process|server]
               [--disposition merge|append|replace]
               [--way 'with refresh'] [--users 20000] [--parallel 2] [--verbose] | --pages 2000 [--kills 4] | --life JSON
               | --paginator all|cursor|offset|… [--kills 100]`

const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    destination: { type: 'string' },
    victim: { type: 'string' },
    disposition: { type: 'string' },
    way: { type: 'string' },
    users: { type: 'string', default: '20000' },
    parallel: { type: 'string', default: '2' },
    life: { type: 'string' },
    pages: { type: 'string' },
    paginator: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const started = performance.now()
let lastTotals: Totals | undefined
// What was found so far is worth something, too.
process.once('SIGINT', () => {
  if (lastTotals !== undefined) print(lastTotals)
  // The server ends with this process.
  process.exit(130)
})

if (values.help) console.log(USAGE)
else if (values.pages !== undefined) process.exitCode = await longRuns(Number(values.pages), Number(values.kills ?? 4))
else if (values.paginator !== undefined) process.exitCode = await byPaginator(values.paginator)
else process.exitCode = await main()

async function main(): Promise<number> {
  const life: LifePlan | undefined = values.life === undefined ? undefined : JSON.parse(values.life)
  const wanted = scenarios(values).filter((one) => scenarioName(one).includes(values.way ?? ''))
  const needsServer = (life === undefined ? wanted : [life.scenario]).some(
    (one) => one.destination === 'postgres' && one.victim === 'process',
  )
  const folder = await mkdtemp(join(tmpdir(), 'tolva-crash-postgres-'))
  try {
    const server = needsServer ? await clusterUrl(folder, process.pid) : undefined
    const totals = life === undefined ? await playAll(server) : await playOne(life, server)
    print(totals)
    return totals.faults.length === 0 ? 0 : 1
  } finally {
    await stopCluster(folder)
  }

  async function playAll(server: string | undefined): Promise<Totals> {
    const { kills = '300', users, seed, parallel } = values
    console.log(`seed ${seed}: ${wanted.map(scenarioName).join(', ')}; ${users} users`)
    return campaign({
      scenarios: wanted,
      kills: Number(kills),
      users: Number(users),
      seed: Number(seed),
      parallel: Number(parallel),
      server,
      onLife: tell,
    })
  }
}

async function byPaginator(paginator: string): Promise<number> {
  const { kills = '100', seed, parallel } = values
  console.log(`seed ${seed}: paginator ${paginator}, ${kills} kills each`)
  const numbers = { kills: Number(kills), seed: Number(seed), parallel: Number(parallel) }
  const isGood = await crashPaginators({ paginator, ...numbers, say: (line) => console.log(line) })
  return isGood ? 0 : 1
}

/** Kills long extractions, and prints what they fetched again. */
async function longRuns(pages: number, kills: number): Promise<number> {
  const segment = Math.ceil(pages / 20)
  let isBad = false
  console.log(`seed ${values.seed}: ${pages} pages, ${kills} kills each, segments of ${segment} pages`)
  for (const shape of ['cursor', 'parents'] as const) {
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      for (const pageLog of [true, false]) {
        const started = performance.now()
        const run = { shape, pages, kills, signal, pageLog, seed: Number(values.seed), checkpointPages: segment }
        const { fetched, again, mostAtOnce, missing } = await pagesAgain(run)
        const allowed = mostPagesAgain(run)
        isBad ||= mostAtOnce > allowed || missing > 0
        const seconds = ((performance.now() - started) / 1000).toFixed(1)
        console.log(
          `${shape.padEnd(8)} ${signal} ${pageLog ? 'page log   ' : 'no page log'} ${fetched} fetched, ${again} again, ` +
            `at most ${mostAtOnce} after a kill (${allowed} may be), ${missing} never, ${seconds} s`,
        )
      }
    }
  }
  return isBad ? 1 : 0
}

async function playOne(plan: LifePlan, server: string | undefined): Promise<Totals> {
  const report = await playLife(plan, server)
  const totals = totalsOf([report], { steps: { seen: 0, killedAt: 0, never: [] } })
  tell(report, totals)
  return totals
}

function tell({ plan, starts, faults }: LifeReport, totals: Totals): void {
  const { kills } = totals
  lastTotals = totals
  console.log(
    `${String(kills).padStart(4)} kills; ${scenarioName(plan.scenario)}: ${faults.length === 0 ? 'all there, once' : 'FAULTS'}`,
  )
  if (values.verbose || faults.length > 0) {
    for (const { load, kill, end, ms } of starts) {
      console.log(
        `       load ${load + 1} ${end} in ${Math.round(ms)} ms${kill === undefined ? '' : `, to be killed: ${killText(kill)}`}`,
      )
    }
  }
  for (const { kind, what } of faults) console.log(`       ${kind}: ${what}`)
  if (faults.length > 0) console.log(`       npm run crash -- --verbose --life '${JSON.stringify(plan)}'`)
}

function print(totals: Totals): void {
  const count = (...kinds: readonly string[]) =>
    totals.faults.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { count }) => sum + count, 0)
  const { steps } = totals
  if (values.verbose && steps.never.length > 0) console.log(`steps without a kill: ${steps.never.join(', ')}`)
  console.log(`
lives of a pipeline   ${totals.lives}, with ${totals.loads} loads
killed                ${totals.kills} processes or servers, and ${totals.stopped} asked to stop
restarts              ${totals.restarts}
steps killed at       ${steps.killedAt} of ${steps.seen} names
pages fetched         ${totals.pages}, ${totals.pagesAgain} of them again
rows lost             ${count('lost')}
rows doubled          ${count('doubled')}
rows wrong, orphaned  ${count('wrong', 'orphan', 'unrecorded')}
loads stuck, failed   ${count('stuck', 'failed')}
files left behind     ${count('left behind')}
seed                  ${values.seed}
seconds               ${((performance.now() - started) / 1000).toFixed(0)}`)
}
