import type { CursorReport } from '../contracts/incremental.ts'
import type { Trace } from '../inspect.ts'
import { type Answer, type Check, type CheckFacts, type Finding, worst } from './check.ts'
import { counted, listed } from './in-words.ts'

/** So many runs without anything new are worth a word. */
const QUIET_RUNS = 5
const DAY_MS = 86_400_000

/** Whether cursors move on, in the right direction, and let no rows through unseen. */
export const cursorMoves: Check = {
  name: 'cursor_moves',
  question: 'Does each cursor move on?',
  needsRows: false,
  async answer({ traces, cursors, now }): Promise<Answer> {
    const lines = linesOf(traces)
    if (lines.length === 0) {
      if (traces.length === 0) return { health: 'unknown', answer: 'No run is remembered.', findings: [] }
      const none = cursors.length === 0
      return {
        health: none ? 'good' : 'unknown',
        answer: none
          ? 'No resource reads by a cursor: each run reads everything.'
          : 'No run that is remembered has read by a cursor.',
        findings: [],
      }
    }
    const findings = lines.flatMap((line) => findingsOf(line, now))
    const health = worst(['good', ...findings.map((one) => one.health)])
    if (health === 'good') {
      const moved = lines.filter(({ moves: [last] }) => last !== undefined && last.kept > 0).length
      const answer =
        moved === lines.length
          ? `${counted(lines.length, 'cursor')} moved on with the last run.`
          : `${moved} of ${counted(lines.length, 'cursor')} moved on with the last run; for the others nothing new came.`
      return { health, answer, findings }
    }
    const troubled = findings.filter((one) => one.health !== 'good')
    return {
      health,
      answer: `The cursor of ${listed([...new Set(troubled.map(({ subject }) => subject))])} may let rows be lost or read nothing new.`,
      hint: troubled[0]?.hint ?? '',
      findings: findings.map(({ hint: _, ...finding }) => finding),
    }
  },
}

type Hinted = Finding & { readonly hint: string }

interface Move extends CursorReport {
  readonly at: string
  readonly isFresh: boolean
}

/** A cursor with what it did in the runs that read it, the newest first. */
interface CursorLine {
  readonly resource: string
  readonly cursorPath: string
  readonly moves: readonly Move[]
}

function linesOf(traces: CheckFacts['traces']): readonly CursorLine[] {
  const lines = new Map<string, { resource: string; cursorPath: string; moves: Move[] }>()
  for (const trace of traces) {
    const own = [
      ...trace.packages.filter(({ pending }) => !pending),
      ...trace.idle.map((report) => ({ report, schemaName: '' })),
    ]
    const seen = new Set<string>()
    for (const { report, schemaName } of own) {
      for (const cursor of report.cursors ?? []) {
        const { resource, cursorPath } = cursor
        const key = [...lines.keys()].find((one) => schemaName === '' && one.endsWith(` ${resource} ${cursorPath}`))
        const name = key ?? `${schemaName} ${resource} ${cursorPath}`
        if (seen.has(name)) continue
        seen.add(name)
        const line = lines.get(name) ?? { resource, cursorPath, moves: [] }
        lines.set(name, line)
        line.moves.push({ ...cursor, at: trace.finishedAt, isFresh: isFresh(trace) })
      }
    }
  }
  return [...lines.values()]
}

const isFresh = ({ asked }: Trace): boolean => asked.refresh !== undefined

function findingsOf(line: CursorLine, now: number): readonly Hinted[] {
  const { resource, cursorPath, moves } = line
  const [last, before] = moves
  if (last === undefined) return []
  const base = { subject: resource, table: resource, column: cursorPath }
  const unseen = (last.leftOut['no cursor value'] ?? 0) + (last.leftOut['null row'] ?? 0)
  const found: Hinted[] = []
  if (unseen > 0) {
    found.push({
      ...base,
      health: 'warning',
      text: `${counted(unseen, 'row')} had no ${cursorPath} and were left out by the last run.`,
      hint: `Take another cursor, or load them too: onCursorValueMissing: 'include' (on_cursor_value_missing: include).`,
    })
  }
  const value = last.to ?? undefined
  if (value === undefined || value === null) return found
  const shown = textOf(value)
  const ahead = timeOf(value)
  if (ahead !== undefined && ahead > now + DAY_MS) {
    found.push({
      ...base,
      health: 'warning',
      text: `It stands at ${shown}, which lies in the future: rows before that will be taken for old ones.`,
      hint: `Look for rows of ${resource} whose ${cursorPath} is wrong, then go back: tolva pipeline <name> drop --resource ${resource} --state-only --yes.`,
    })
  }
  const known = before?.to
  if (known === undefined || known === null || last.isFresh || before?.isFresh) return found
  const isBack = directionOf(moves.slice(1)) * order(value, known) < 0
  if (isBack) {
    found.push({
      ...base,
      health: 'bad',
      text: `It went back from ${textOf(known)} to ${shown}.`,
      hint: `Rows in between are read again; was the state of ${resource} reset, or has the source changed? See: tolva pipeline <name> trace --runs.`,
    })
    return found
  }
  // Where the run began behind the last value, a lag has asked for those rows again.
  const began = last.from ?? undefined
  const hasLag = began !== undefined && began !== null && order(began, known) !== 0
  if (order(value, known) === 0 && last.kept > 0 && !hasLag) {
    found.push({
      ...base,
      health: 'warning',
      text: `It stood still at ${shown}, although ${counted(last.kept, 'row')} came.`,
      hint: `All of them have this very ${cursorPath}. If rows change without it, take a field that grows with each change, e.g. updated_at.`,
    })
  }
  const quiet = moves.findIndex((one) => one.kept > 0 || one.to === undefined || order(one.to ?? '', value) !== 0)
  const runs = quiet < 0 ? moves.length : quiet
  if (runs >= QUIET_RUNS) {
    found.push({
      ...base,
      health: 'warning',
      text: `Nothing new came for ${counted(runs, 'run')}; it stands at ${shown} since ${moves[runs - 1]?.at.slice(0, 10)}.`,
      hint: `If ${resource} has newer rows, does the request ask for them in the form that the API takes? See the values: tolva pipeline <name> trace.`,
    })
  }
  return found
}

/** 1: its values grow; -1: they fall, as under min. */
function directionOf(moves: readonly Move[]): 1 | -1 {
  for (const [index, { to }] of moves.entries()) {
    const earlier = moves[index + 1]?.to
    if (to === undefined || to === null || earlier === undefined || earlier === null) continue
    const step = order(to, earlier)
    if (step !== 0) return step < 0 ? -1 : 1
  }
  return 1
}

/** Numbers and times as such, everything else as texts. */
function order(a: unknown, b: unknown): number {
  const [x, y] = [timeOf(a) ?? numberOf(a), timeOf(b) ?? numberOf(b)]
  if (x !== undefined && y !== undefined) return Math.sign(x - y)
  const [one, other] = [textOf(a), textOf(b)]
  return one < other ? -1 : one > other ? 1 : 0
}

function timeOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return undefined
  const time = Date.parse(value.replace(' ', 'T'))
  return Number.isNaN(time) ? undefined : time
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
