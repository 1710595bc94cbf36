import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import path from 'node:path'

/** Draws integers: the high bits of a 32-bit linear congruential generator, so that any language can repeat it. */
interface Draw {
  /** 0 ≤ result < limit. */
  below(limit: number): number
}

type Document = Record<string, unknown>

export interface Workload {
  readonly seed: number
  /** Rows of a full run. */
  readonly rows: number
  readonly document: (draw: Draw, index: number) => Document
}

const VERSION = 1
const LINES_PER_WRITE = 2000
const WORDS = (
  'alpha beta gamma delta omega error build cache fails with null pointer when schema column type ' +
  'loads pipeline destination table merge cursor page café naïve größe 数据 crash on windows linux after upgrade ' +
  'please fix docs'
).split(' ')
const CITIES = ['Berlin', 'New York', 'São Paulo', 'Tokyo', 'Lagos', 'Paris', 'Oslo', 'Delhi']
const COUNTRIES = ['DE', 'US', 'BR', 'JP', 'NG', 'FR', 'NO', 'IN']
const EVENTS = ['labeled', 'closed', 'reopened', 'mentioned', 'assigned']
const SPARSE_COLUMNS = 299

/**
 * `w1`: flat rows of 12 columns. `w2`: documents of three levels with four lists, about 2,100,000 rows in 5 tables at
 * full size. `w3`: 300 columns of which a fifth is present in each row.
 */
export const WORKLOADS: Readonly<Record<string, Workload>> = {
  w1: { seed: 11, rows: 1_000_000, document: flatRow },
  w2: { seed: 22, rows: 200_000, document: nestedDocument },
  w3: { seed: 33, rows: 50_000, document: sparseRow },
}

/** Writes the workload as JSON lines into `folder`, once; returns the file. The same arguments give the same bytes. */
export function workloadFile(name: string, rows: number, folder: string): string {
  const workload = WORKLOADS[name]
  if (!workload) throw new Error(`unknown workload ${name}; there are ${Object.keys(WORKLOADS).join(', ')}`)
  return fileOf(path.join(folder, `${name}-${rows}`), () => linesOf(workload, rows))
}

/** Writes the lines into `stem`'s file unless it is there; returns the file. */
export function fileOf(stem: string, lines: () => Iterable<string>): string {
  const file = `${stem}-v${VERSION}.jsonl`
  if (existsSync(file)) return file
  mkdirSync(path.dirname(file), { recursive: true })
  const unfinished = `${file}.${process.pid}`
  const descriptor = openSync(unfinished, 'w')
  for (const text of lines()) writeSync(descriptor, text)
  closeSync(descriptor)
  renameSync(unfinished, file)
  return file
}

/** The workload's lines, some thousand to a text. */
export function* linesOf(workload: Workload, rows: number): Generator<string> {
  const draw = drawFrom(workload.seed)
  let lines: string[] = []
  for (let index = 0; index < rows; index += 1) {
    lines.push(`${JSON.stringify(workload.document(draw, index))}\n`)
    if (lines.length === LINES_PER_WRITE) {
      yield lines.join('')
      lines = []
    }
  }
  if (lines.length > 0) yield lines.join('')
}

function drawFrom(seed: number): Draw {
  let state = seed >>> 0
  return {
    below(limit) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return (state >>> 8) % limit
    },
  }
}

function flatRow(draw: Draw, index: number): Document {
  return {
    id: index,
    account_id: draw.below(100_000),
    qty: draw.below(1000),
    amount: fraction(draw, 10_000),
    rate: fraction(draw, 10),
    name: words(draw, 2),
    status: pick(draw, EVENTS),
    email: `user${draw.below(1_000_000)}@example.com`,
    active: draw.below(2) === 1,
    created_at: timestamp(draw),
    updated_at: draw.below(4) === 0 ? null : timestamp(draw),
    note: draw.below(3) === 0 ? null : words(draw, 4),
  }
}

function nestedDocument(draw: Draw, index: number): Document {
  return {
    id: 1_000_000 + index,
    node_id: `I_${hex(draw, 16)}`,
    number: index,
    title: words(draw, 5 + draw.below(5)),
    state: draw.below(3) ? 'open' : 'closed',
    locked: draw.below(10) === 0,
    comments: draw.below(50),
    score: fraction(draw, 100),
    created_at: timestamp(draw),
    updated_at: timestamp(draw),
    closed_at: draw.below(2) ? null : timestamp(draw),
    user: {
      login: `u${hex(draw, 8)}`,
      id: draw.below(1_000_000),
      site_admin: draw.below(50) === 0,
      profile: {
        company: draw.below(2) ? null : words(draw, 2),
        followers: draw.below(10_000),
        location: { city: pick(draw, CITIES), country: pick(draw, COUNTRIES) },
      },
    },
    reactions: { total_count: draw.below(100), plus_one: draw.below(50), heart: draw.below(20) },
    labels: several(draw, 7, () => ({
      id: draw.below(100_000),
      name: words(draw, 1),
      color: hex(draw, 6),
      is_default: draw.below(2) === 1,
    })),
    events: several(draw, 7, () => ({
      id: draw.below(10_000_000),
      event: pick(draw, EVENTS),
      created_at: timestamp(draw),
      actor: { login: `u${hex(draw, 8)}`, id: draw.below(1_000_000) },
    })),
    assignee_ids: several(draw, 4, () => draw.below(1_000_000)),
    tags: several(draw, 5, () => pick(draw, WORDS)),
    body: words(draw, 10 + draw.below(20)),
  }
}

function sparseRow(draw: Draw, index: number): Document {
  const row: Document = { id: index }
  const kinds = [
    () => draw.below(100_000),
    () => fraction(draw, 1000),
    () => words(draw, 2),
    () => draw.below(2) === 1,
    () => timestamp(draw),
  ]
  for (let column = 0; column < SPARSE_COLUMNS; column += 1) {
    if (draw.below(5) === 0) row[`col_${column}`] = kinds[column % kinds.length]?.()
  }
  return row
}

/** Never a whole number, so that every language prints it alike. */
function fraction(draw: Draw, limit: number): number {
  return (draw.below(limit) * 100 + 1 + draw.below(99)) / 100
}

function timestamp(draw: Draw): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const day = `${2018 + draw.below(8)}-${two(1 + draw.below(12))}-${two(1 + draw.below(28))}`
  return `${day}T${two(draw.below(24))}:${two(draw.below(60))}:${two(draw.below(60))}Z`
}

function words(draw: Draw, count: number): string {
  return Array.from({ length: count }, () => pick(draw, WORDS)).join(' ')
}

function hex(draw: Draw, digits: number): string {
  return Array.from({ length: digits }, () => draw.below(16).toString(16)).join('')
}

function several<T>(draw: Draw, limit: number, make: () => T): T[] {
  return Array.from({ length: draw.below(limit) }, make)
}

function pick<T>(draw: Draw, from: readonly T[]): T | undefined {
  return from[draw.below(from.length)]
}
