import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** One run of one contender in a process of its own. */
export interface Measured {
  /** Seconds of the load by the contender's own clock, without the start of its interpreter. */
  readonly wallS: number
  /** Seconds from spawning the process to its end. */
  readonly processS: number
  /** User and system seconds of the process and of all that it waited for. */
  readonly cpuS: number
  /** Highest sum over the process tree, in MB: resident pages, and resident pages with shared ones divided. */
  readonly rssMb: number
  readonly pssMb: number
  readonly versions: Readonly<Record<string, string>>
}

const SAMPLE_MS = 20
/** Proportional sizes cost the kernel a walk over all pages, so they are read more rarely. */
const SAMPLES_PER_PSS = 5
const BYTES_PER_MB = 1_000_000
const PAGE_BYTES = 4096
const PARENT_FIELD = 1

/** Runs the command, samples its process tree and reads the JSON object on the last line of its stdout. */
export async function measureProcess(program: string, args: readonly string[]): Promise<Measured> {
  const start = performance.now()
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const memory = watchMemory(child.pid)
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  }).finally(memory.stop)
  const processS = (performance.now() - start) / 1000
  if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')} exited with ${exitCode}:\n${stderr || stdout}`)
  const last: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  return { ...readReport(last), processS, ...memory.peak() }
}

function readReport(report: unknown): Pick<Measured, 'wallS' | 'cpuS' | 'versions'> {
  if (typeof report !== 'object' || report === null || !('wallS' in report) || !('cpuS' in report)) {
    throw new Error(`a contender printed no report: ${JSON.stringify(report)}`)
  }
  const versions = 'versions' in report && typeof report.versions === 'object' ? (report.versions ?? {}) : {}
  return {
    wallS: Number(report.wallS),
    cpuS: Number(report.cpuS),
    versions: Object.fromEntries(Object.entries(versions).map(([name, version]) => [name, String(version)])),
  }
}

function watchMemory(pid: number | undefined) {
  let rss = 0
  let pss = 0
  let samples = 0
  const sample = () => {
    const tree = pid === undefined ? [] : treeOf(pid)
    rss = Math.max(rss, sum(tree.map(residentBytes)))
    if (samples % SAMPLES_PER_PSS === 0) pss = Math.max(pss, sum(tree.map(proportionalBytes)))
    samples += 1
  }
  const timer = setInterval(sample, SAMPLE_MS)
  return {
    stop: () => clearInterval(timer),
    peak: () => ({ rssMb: rss / BYTES_PER_MB, pssMb: pss / BYTES_PER_MB }),
  }
}

/** The process and its descendants; none where there is no /proc, so that memory reads 0 there. */
function treeOf(root: number): number[] {
  if (!existsSync('/proc')) return []
  const parents = new Map<number, number>()
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry)
    if (Number.isInteger(pid)) parents.set(pid, parentOf(pid))
  }
  const tree = [root]
  for (const member of tree) {
    for (const [pid, parent] of parents) if (parent === member) tree.push(pid)
  }
  return tree
}

function parentOf(pid: number): number {
  // The name of the program, in parentheses, may hold blanks and parentheses itself.
  const afterName = readOrEmpty(`/proc/${pid}/stat`).split(') ').at(-1) ?? ''
  return Number(afterName.split(' ')[PARENT_FIELD] ?? 0)
}

function residentBytes(pid: number): number {
  return Number(readOrEmpty(`/proc/${pid}/statm`).split(' ')[1] ?? 0) * PAGE_BYTES
}

function proportionalBytes(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readOrEmpty(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024
}

/** A process may end between two reads. */
function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
