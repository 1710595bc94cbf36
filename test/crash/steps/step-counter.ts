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

/** What the process is told in `CRASH_STEPS`. */
export interface StepOrders {
  /** Files below it count. */
  readonly root: string
  /** Gets how often each step was come to, as JSON. */
  readonly list: string
  readonly kill?: StepKill
}

/** Counts steps by name and ends the process at the one that is asked for, with no chance to tidy up. */
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

  /** Ends the process here and now. */
  die(): never {
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

/** As it is before it is wrapped. */
const WRITE_LIST = writeFileSync
