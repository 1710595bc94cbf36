import type { RunEvent } from './events.ts'
import type {
  PackageProgress,
  ResourceProgress,
  RunError,
  RunProgress,
  SeriesPoint,
  StepProgress,
  TableProgress,
} from './run-progress.ts'
import { createRunSeries, type KeptSeries } from './run-series.ts'
import { addSpan, noWaits, type WaitTimes, waitedUntil } from './wait-times.ts'

/** Warnings and reasons to wait that are kept apart; what comes behind them is counted. */
const MOST_WARNINGS = 100
const MOST_REASONS = 40
const OTHER_REASONS = 'other reasons'

/** What changed in a run, as its journal has it: what is there replaces what was known under the same name. */
export interface RunPatch {
  /** Milliseconds since the run began. */
  readonly t: number
  readonly memory?: number
  readonly begin?: RunBegin
  readonly end?: RunEnd
  /** null: none. */
  readonly step?: RunProgress['step'] | null
  readonly steps?: readonly StepProgress[]
  readonly resources?: readonly ResourceProgress[]
  readonly tables?: readonly TableProgress[]
  readonly packages?: readonly PackageProgress[]
  readonly counts?: RequestCounts
  readonly waits?: readonly NamedWaits[]
  readonly waiting?: OpenWait | null
  /** Further ones. */
  readonly warnings?: RunProgress['warnings']
  readonly moreWarnings?: number
  /** Of a whole. */
  readonly series?: KeptSeries
}

export interface RunBegin {
  readonly run: string
  readonly pid: number
  /** ISO timestamp. */
  readonly startedAt: string
  /** Id of the lease that it holds. */
  readonly lease?: string
}

interface RunEnd {
  readonly at: number
  readonly outcome: 'completed' | 'failed'
  readonly error?: RunError
}

interface RequestCounts {
  readonly requests: number
  readonly refused: number
  readonly retries: number
}

interface NamedWaits extends WaitTimes {
  /** null: of all reasons together. */
  readonly why: string | null
}

interface OpenWait {
  readonly why: string
  readonly since: number
  readonly until: number
  readonly atMost: boolean
}

/** Folds the events of one run, or what its journal says of them. Times are milliseconds since the run began. */
export interface RunFold {
  add(event: RunEvent, t: number): void
  /** Takes in what was written elsewhere. */
  patch(patch: RunPatch): void
  /** Remembers how much there is now, for rates and plots. */
  tick(t: number, memory: number): void
  /** What changed since the last call; undefined: nothing. */
  takeChanges(t: number): RunPatch | undefined
  /** All of it. */
  whole(t: number): RunPatch
  progress(now: number): RunProgress
  readonly begun: RunBegin
}

type Part = 'begin' | 'end' | 'step' | 'counts' | 'waiting'

/** Creates the fold of a run. `begin` may come later, with a patch. */
export function createRunFold(begin: RunBegin = { run: '', pid: 0, startedAt: '' }): RunFold {
  let begun = begin
  let end: RunEnd | undefined
  let running: NonNullable<RunProgress['step']>[] = []
  let counts = { requests: 0, refused: 0, retries: 0 }
  let open: OpenWait | undefined
  let memory = 0
  let moreWarnings = 0
  const warnings: { readonly code: string; readonly message: string }[] = []
  const steps = new Map<string, StepProgress>()
  const resources = new Map<string, ResourceProgress>()
  const tables = new Map<string, TableProgress>()
  const packages = new Map<string, PackageProgress>()
  const waits = new Map<string | null, WaitTimes>()
  const series = createRunSeries()
  /** Jobs on their way by load id and table: a package that fails takes them along. */
  const underWay = new Map<string, Map<string, number>>()

  const parts = new Set<Part>(['begin'])
  const changed = {
    steps: new Set<string>(),
    resources: new Set<string>(),
    tables: new Set<string>(),
    packages: new Set<string>(),
    waits: new Set<string | null>(),
  }
  let warned = 0

  function setStep(step: StepProgress): void {
    steps.set(step.step, step)
    changed.steps.add(step.step)
  }

  function setResource(name: string, change: Partial<ResourceProgress>): void {
    resources.set(name, { ...(resources.get(name) ?? { name, pages: 0, rows: 0, bytes: 0 }), ...change })
    changed.resources.add(name)
  }

  function setTable(name: string, change: (known: TableProgress) => Partial<TableProgress>): void {
    const known = tables.get(name) ?? { name, rows: 0, jobs: 0, loaded: 0, failed: 0 }
    tables.set(name, { ...known, ...change(known) })
    changed.tables.add(name)
  }

  function waitsFor(why: string | null): WaitTimes {
    const name = why === null || waits.has(why) || waits.size < MOST_REASONS ? why : OTHER_REASONS
    const known = waits.get(name) ?? noWaits()
    waits.set(name, known)
    changed.waits.add(name)
    return known
  }

  function endWait(t: number): void {
    if (open === undefined) return
    if (open.atMost) {
      for (const why of [open.why, null]) addSpan(waitsFor(why), open.since, Math.min(t, open.until))
    }
    open = undefined
    parts.add('waiting')
  }

  function wait({ why, ms, atMost = false }: Extract<RunEvent, { readonly type: 'waiting' }>, t: number): void {
    if (open?.atMost) endWait(t)
    for (const name of [why, null]) {
      const known = waitsFor(name)
      known.times++
      if (!atMost) addSpan(known, t, t + ms)
    }
    open = { why, since: t, until: t + ms, atMost }
    parts.add('waiting')
  }

  function job({ table, state, loadId, rows = 0 }: Extract<RunEvent, { readonly type: 'job' }>): void {
    if (state === 'staged') return
    const ofPackage = underWay.get(loadId ?? '') ?? new Map<string, number>()
    underWay.set(loadId ?? '', ofPackage)
    const waiting = ofPackage.get(table) ?? 0
    if (state === 'started') {
      ofPackage.set(table, waiting + 1)
      // Packages of an earlier run bring rows that this one has not made.
      const isOwn = packages.has(loadId ?? '')
      setTable(table, (known) => ({ jobs: known.jobs + 1, ...(!isOwn && { rows: known.rows + rows }) }))
      return
    }
    ofPackage.set(table, Math.max(0, waiting - 1))
    setTable(table, (known) => (state === 'loaded' ? { loaded: known.loaded + 1 } : { failed: known.failed + 1 }))
  }

  function finish(loadId: string, isFailed: boolean): void {
    for (const [table, jobs] of underWay.get(loadId) ?? []) {
      if (isFailed && jobs > 0) setTable(table, ({ failed }) => ({ failed: failed + jobs }))
    }
    underWay.delete(loadId)
  }

  function warn(code: string, message: string): void {
    if (warnings.some((one) => one.code === code && one.message === message)) return
    if (warnings.length < MOST_WARNINGS) warnings.push({ code, message })
    else moreWarnings++
  }

  function add(event: RunEvent, t: number): void {
    // A limit that was named holds to its end, whatever else goes on; a lock only until something moves.
    if (open !== undefined && event.type !== 'waiting' && (open.atMost || t >= open.until)) endWait(t)
    switch (event.type) {
      case 'run-started':
        break
      case 'run-finished': {
        endWait(t)
        for (const step of steps.values()) {
          if (step.seconds === undefined) setStep({ ...step, seconds: (t - (step.startedAt ?? t)) / 1000 })
        }
        for (const known of waits.values()) {
          known.ms -= Math.max(0, known.until - t)
          known.until = Math.min(known.until, t)
        }
        for (const name of waits.keys()) changed.waits.add(name)
        end = { at: t, outcome: event.outcome, ...(event.error && { error: event.error }) }
        running = []
        parts.add('end').add('step')
        break
      }
      case 'step-started': {
        if (event.step === 'run') return
        running = [...running.filter((step) => step !== event.step), event.step]
        parts.add('step')
        setStep({ step: event.step, startedAt: t })
        break
      }
      case 'step-finished': {
        const { step, at, error } = event
        const startedAt =
          steps.get(step)?.startedAt ?? Math.max(0, event.startedAt === undefined ? t : t - (at - event.startedAt))
        running = running.filter((one) => one !== step)
        parts.add('step')
        const seconds = event.seconds ?? (t - startedAt) / 1000
        setStep({ step, startedAt, seconds, ...(error !== undefined && { error }) })
        break
      }
      case 'page': {
        const { resource, pages, rows, bytes } = event
        setResource(resource, { pages, rows, bytes })
        break
      }
      case 'paging': {
        const { resource, paginator, path } = event
        setResource(resource, { paging: path === undefined ? paginator : `${paginator} at ${path}` })
        break
      }
      case 'unchanged':
        setResource(event.resource, { unchanged: event.answers })
        break
      case 'rows':
        if (running.includes('extract') && !steps.has('normalize')) setStep({ step: 'normalize', startedAt: t })
        setTable(event.table, () => ({ rows: event.rows }))
        break
      case 'request': {
        const { requests, refused, retries } = counts
        const isRefused = event.status === 0 || event.status >= 400
        counts = {
          requests: requests + 1,
          refused: refused + (isRefused ? 1 : 0),
          retries: retries + (event.attempt > 1 ? 1 : 0),
        }
        parts.add('counts')
        break
      }
      case 'waiting':
        wait(event, t)
        break
      case 'job':
        job(event)
        break
      case 'package': {
        const { loadId, state, rows, bytes } = event
        const known = packages.get(loadId)
        const size = { ...(rows !== undefined && { rows }), ...(bytes !== undefined && { bytes }) }
        packages.set(loadId, { ...known, ...size, loadId, state, at: Math.round(t) })
        changed.packages.add(loadId)
        if (state !== 'sealed') finish(loadId, state === 'failed')
        break
      }
      case 'warning':
        warn(event.code, event.message)
        break
      case 'refresh':
        break
    }
  }

  function sums(t: number): SeriesPoint {
    let [rows, bytes] = [0, 0]
    for (const table of tables.values()) if (!table.name.startsWith('_dlt')) rows += table.rows
    for (const resource of resources.values()) bytes += resource.bytes
    return { t: Math.round(t), rows, bytes, requests: counts.requests, memory }
  }

  const named = (name: string | null) => ({ ...(waits.get(name) ?? noWaits()), why: name })

  function patchOf(t: number, isWhole: boolean): RunPatch {
    const has = (part: Part) => isWhole || parts.has(part)
    const list = <Value>(all: ReadonlyMap<string, Value>, names: ReadonlySet<string>): readonly Value[] =>
      isWhole ? [...all.values()] : [...names].flatMap((name) => all.get(name) ?? [])
    const from = isWhole ? 0 : warned
    const lists = {
      steps: list(steps, changed.steps),
      resources: list(resources, changed.resources),
      tables: list(tables, changed.tables),
      packages: list(packages, changed.packages),
      waits: [...(isWhole ? waits.keys() : changed.waits)].map(named),
      warnings: warnings.slice(from),
    }
    return {
      t: Math.round(t),
      memory,
      ...(has('begin') && { begin: begun }),
      ...(has('end') && end && { end }),
      ...(has('step') && { step: running.at(-1) ?? null }),
      ...(has('counts') && { counts }),
      ...(has('waiting') && { waiting: open ?? null }),
      ...Object.fromEntries(Object.entries(lists).filter(([, values]) => values.length > 0)),
      ...(moreWarnings > 0 && { moreWarnings }),
      ...(isWhole && { series: series.kept() }),
    }
  }

  function forgetChanges(): void {
    parts.clear()
    for (const names of Object.values(changed)) names.clear()
    warned = warnings.length
  }

  return {
    get begun() {
      return begun
    },
    add,
    patch(patch) {
      if (patch.begin) begun = patch.begin
      if (patch.end) end = patch.end
      if (patch.step !== undefined) running = patch.step === null ? [] : [patch.step]
      for (const one of patch.steps ?? []) steps.set(one.step, one)
      for (const one of patch.resources ?? []) resources.set(one.name, one)
      for (const one of patch.tables ?? []) tables.set(one.name, one)
      for (const one of patch.packages ?? []) packages.set(one.loadId, one)
      for (const { why, ...one } of patch.waits ?? []) waits.set(why, one)
      if (patch.counts) counts = patch.counts
      if (patch.waiting !== undefined) open = patch.waiting ?? undefined
      warnings.push(...(patch.warnings ?? []))
      moreWarnings = patch.moreWarnings ?? moreWarnings
      if (patch.series) series.restore(patch.series)
      if (patch.memory !== undefined) memory = patch.memory
      series.add(sums(patch.t))
    },
    tick(t, used) {
      memory = used
      series.add(sums(t))
    },
    takeChanges(t) {
      const isNothing =
        parts.size === 0 && warned === warnings.length && Object.values(changed).every((names) => names.size === 0)
      if (isNothing) return undefined
      const patch = patchOf(t, false)
      forgetChanges()
      return patch
    },
    whole: (t) => patchOf(t, true),
    progress(now) {
      const elapsed = Math.round(end?.at ?? now)
      const point = sums(elapsed)
      const rates = end === undefined ? series.rates(point) : averages(point)
      const step = running.at(-1)
      const all = waits.get(null) ?? noWaits()
      const isWaiting = end === undefined && open !== undefined && elapsed < open.until
      const heldSince = isWaiting && open?.atMost ? open.since : undefined
      const more = { code: 'more_warnings', message: `${moreWarnings} further warnings were not kept here.` }
      const reasons = [...waits].flatMap(([why, one]) => {
        const held = why === open?.why ? heldSince : undefined
        return why === null ? [] : [{ why, times: one.times, ms: waitedUntil(one, elapsed, held) }]
      })
      return {
        run: begun.run,
        status: end?.outcome ?? 'running',
        ...(begun.pid > 0 && { pid: begun.pid }),
        startedAt: begun.startedAt,
        elapsed,
        ...(step !== undefined && { step }),
        steps: [...steps.values()],
        resources: [...resources.values()],
        tables: [...tables.values()],
        packages: [...packages.values()],
        totals: {
          pages: [...resources.values()].reduce((sum, { pages }) => sum + pages, 0),
          rows: point.rows,
          bytes: point.bytes,
          ...counts,
          waitedMs: waitedUntil(all, elapsed, heldSince),
          waits: all.times,
          memory,
          rowsPerSecond: rates.rows,
          bytesPerSecond: rates.bytes,
        },
        waits: reasons,
        ...(isWaiting && { waiting: open?.why }),
        warnings: moreWarnings > 0 ? [...warnings, more] : warnings,
        ...(end?.error && { error: end.error }),
        series: series.upTo(point),
      }
    },
  }
}

/** Over the whole run. */
function averages({ t, rows, bytes }: SeriesPoint) {
  const seconds = Math.max(t, 1) / 1000
  return { rows: Math.round(rows / seconds), bytes: Math.round(bytes / seconds) }
}
