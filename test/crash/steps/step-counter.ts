import { writeFileSync } from 'node:fs'
import { Unsynced } from './unsynced.ts'

/** Where a process is to end itself: the `nth` time it comes to the step of this name, counted from 1. */
export interface StepKill {
  readonly name: string
  readonly nth: number
  /** For a step that is under way: how long it has been, in milliseconds. */
  readonly afterMs?: number
  /** true: what was not synced is lost as well, as in a power cut. */
  readonly power?: boolean
}

/** Another process that ends in place of the one whose steps are counted. */
export interface OtherVictim {
  readonly pid: number
  readonly signal: 'SIGKILL' | 'SIGQUIT'
  /** A file that is made when it was ended. */
  readonly ended: string
}

/** What the process is told in `CRASH_STEPS`. */
export interface StepOrders {
  /** Files below it count. */
  readonly root: string
  /** Gets how often each step was come to, as JSON. */
  readonly list: string
  readonly kill?: StepKill
  /** Absent: the process ends itself. */
  readonly victim?: OtherVictim
  /** true: requests to a bucket are steps, too. */
  readonly bucket?: boolean
}

/** Counts steps by name and ends the process, or another one, at the step that is asked for, with no chance to tidy up. */
export class StepCounter {
  readonly unsynced: Unsynced
  readonly #counts = new Map<string, number>()
  readonly #orders: StepOrders

  constructor(orders: StepOrders) {
    this.#orders = orders
    this.unsynced = new Unsynced(`${orders.list}.lost`)
    process.on('exit', () => this.#writeList())
  }

  get root(): string {
    return this.#orders.root
  }

  /** false: it is another process that ends. */
  get endsItself(): boolean {
    return this.#orders.victim === undefined
  }

  /** Comes to a step; true where it is the one at which the process is to end. */
  reach(name: string): boolean {
    const count = (this.#counts.get(name) ?? 0) + 1
    this.#counts.set(name, count)
    const { kill } = this.#orders
    return kill !== undefined && kill.name === name && kill.nth === count
  }

  /** Comes to a step at which nothing is half-done. */
  pass(name: string): void {
    if (this.reach(name)) this.die()
  }

  /** Ends the process here and now; where it is another one that ends, this one goes on. */
  die(): void {
    if (this.#orders.victim !== undefined) {
      endOther(this.#orders.victim)
      return
    }
    this.#writeList()
    if (this.#orders.kill?.power === true) this.unsynced.cutPower()
    process.kill(process.pid, 'SIGKILL')
    // Nothing of this process may run until the signal has come.
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)
  }

  /** Ends the process while a step is under way that was just begun. */
  dieSoon(): void {
    setTimeout(() => this.die(), this.#orders.kill?.afterMs ?? 0)
  }

  #writeList(): void {
    WRITE_LIST(this.#orders.list, JSON.stringify(Object.fromEntries(this.#counts)))
  }
}

/** Ends it, and says so. */
export function endOther({ pid, signal, ended }: OtherVictim): void {
  process.kill(pid, signal)
  WRITE_LIST(ended, '')
}

/** As it is before it is wrapped. */
const WRITE_LIST = writeFileSync
