import { readFileSync, readlinkSync } from 'node:fs'
import { isErrno } from '../storage/errno.ts'

/** What is known of a process by its number. */
export interface ProcessMark {
  /** false: no process of this number, or one that has ended and that nobody waited for. */
  readonly runs: boolean
  /** When it started, in ticks since the machine did: another process of the same number has another. Absent: not known here. */
  readonly started?: string
}

/** Looks a process of this machine up. */
export function processMark(pid: number): ProcessMark {
  const stat = readText(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  if (stat === undefined) return { runs: answers(pid) }
  // The name in parentheses may hold anything, so the fields are counted behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const runs = fields[0] !== 'Z' && fields[0] !== 'X'
  const started = fields[19]
  return started === undefined ? { runs } : { runs, started }
}

/**
 * Names the numbering that process numbers of here belong to: this start of the machine, and within it the container.
 * Undefined where the system does not say.
 */
export function processSpace(): string | undefined {
  return readText(() => {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  })
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isErrno(error, 'EPERM')
  }
}

function readText(read: () => string): string | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
