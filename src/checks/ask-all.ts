import { DestinationError } from '../errors/tolva-error.ts'
import { type Asked, askRows } from './ask-rows.ts'
import type { CheckFacts } from './check.ts'
import { inTurns } from './in-turns.ts'

/** Parts of one statement; engines bound how deep it may be. */
const MOST_AT_ONCE = 250

/** Questions of which many are one statement. */
export interface Asking<T> {
  readonly questions: readonly T[]
  /** How much of a statement a question is, whose weight is 1 at most. */
  weight(question: T): number
  /** Only questions of one kind go together; absent: all are of one. */
  kind?(question: T): string
  /** The statement that asks them; the first column of its rows says which one, by its place. */
  sql(questions: readonly T[]): string
  readonly maxRows: number
  /** When to stop, as `performance.now()` counts. */
  readonly until: number
}

/** Rows of an answer without their first column, or why there are none. */
export type Told = { readonly rows: readonly (readonly unknown[])[] } | Extract<Asked, { readonly tooSlow: string }>

/** Asks many questions in few statements. What there was no time for has no answer. */
export async function askAll<T>(facts: CheckFacts, asking: Asking<T>): Promise<ReadonlyMap<T, Told>> {
  const answers = new Map<T, Told>()
  const waiting = statementsOf(asking)
  await inTurns(facts, async () => {
    const questions = waiting.shift()
    if (questions === undefined) return false
    const asked = await askTogether(facts, asking, questions)
    if (asked !== undefined) tell(questions, asked, answers)
    // One of them may be what the others suffer from.
    else waiting.unshift(...halves(questions))
    return waiting.length > 0 && performance.now() < asking.until
  })
  return answers
}

function statementsOf<T>({ questions, weight, kind = () => '' }: Asking<T>): T[][] {
  const open = new Map<string, { asked: T[]; weight: number }>()
  const all: T[][] = []
  for (const question of questions) {
    const [own, of] = [weight(question), kind(question)]
    const known = open.get(of)
    if (known !== undefined && known.weight + own <= 1 && known.asked.length < MOST_AT_ONCE) {
      known.asked.push(question)
      known.weight += own
      continue
    }
    const asked = [question]
    open.set(of, { asked, weight: own })
    all.push(asked)
  }
  return all
}

/** undefined: they have to be asked apart. */
async function askTogether<T>(facts: CheckFacts, asking: Asking<T>, questions: readonly T[]) {
  const isAlone = questions.length === 1
  try {
    const asked = await askRows(facts, asking.sql(questions), asking.maxRows * questions.length)
    return 'tooSlow' in asked && !isAlone ? undefined : asked
  } catch (error) {
    if (!isAlone && error instanceof DestinationError && !error.retry) return undefined
    throw error
  }
}

function tell<T>(questions: readonly T[], asked: Asked, answers: Map<T, Told>): void {
  const rows = questions.map((): (readonly unknown[])[] => [])
  if ('rows' in asked) for (const [at, ...row] of asked.rows) rows[Number(at)]?.push(row)
  for (const [at, question] of questions.entries()) {
    answers.set(question, 'rows' in asked ? { rows: rows[at] ?? [] } : asked)
  }
}

function halves<T>(all: readonly T[]): readonly T[][] {
  const half = Math.ceil(all.length / 2)
  return [all.slice(0, half), all.slice(half)]
}
