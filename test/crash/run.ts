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
import { scenarioName, scenarios } from './scenario.ts'

const USAGE = `npm run crash -- [--kills 300] [--seed N] [--only duckdb|postgres] [--disposition merge|append|replace]
               [--users 20000] [--parallel 2] [--verbose] | --life JSON`

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
    disposition: { type: 'string' },
    users: { type: 'string', default: '20000' },
    parallel: { type: 'string', default: '2' },
    life: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) console.log(USAGE)
else process.exitCode = await main()

async function main(): Promise<number> {
  const started = performance.now()
  const life: LifePlan | undefined = values.life === undefined ? undefined : JSON.parse(values.life)
  const wanted = scenarios({ destination: values.only, disposition: values.disposition })
  const needsServer = (life === undefined ? wanted : [life.scenario]).some((one) => one.destination === 'postgres')
  const folder = await mkdtemp(join(tmpdir(), 'tolva-crash-postgres-'))
  try {
    const server = needsServer ? await clusterUrl(folder, process.pid) : undefined
    const totals = life === undefined ? await playAll(server) : await playOne(life, server)
    print(totals, (performance.now() - started) / 1000)
    return totals.faults.length === 0 ? 0 : 1
  } finally {
    await stopCluster(folder)
  }

  async function playAll(server: string | undefined): Promise<Totals> {
    const { kills, users, seed, parallel } = values
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

async function playOne(plan: LifePlan, server: string | undefined): Promise<Totals> {
  const report = await playLife(plan, server)
  const totals = totalsOf([report], { steps: { seen: 0, killedAt: 0, never: [] } })
  tell(report, totals)
  return totals
}

function tell({ plan, starts, faults }: LifeReport, { kills }: Totals): void {
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

function print(totals: Totals, seconds: number): void {
  const count = (...kinds: readonly string[]) =>
    totals.faults.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { count }) => sum + count, 0)
  const { steps } = totals
  if (values.verbose && steps.never.length > 0) console.log(`steps without a kill: ${steps.never.join(', ')}`)
  console.log(`
lives of a pipeline   ${totals.lives}, with ${totals.loads} loads
processes killed      ${totals.kills}, and ${totals.stopped} asked to stop
restarts              ${totals.restarts}
steps killed at       ${steps.killedAt} of ${steps.seen} names
pages fetched         ${totals.pages}, ${totals.pagesAgain} of them again
rows lost             ${count('lost')}
rows doubled          ${count('doubled')}
rows wrong, orphaned  ${count('wrong', 'orphan', 'unrecorded')}
loads stuck, failed   ${count('stuck', 'failed')}
files left behind     ${count('left behind')}
seed                  ${values.seed}
seconds               ${seconds.toFixed(0)}`)
}
