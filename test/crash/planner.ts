import { seededRandom } from '../../src/testing/sandbox/random.ts'
import type { Kill } from './kill.ts'
import { type LifePlan, pageSizeFor, type Start } from './life.ts'
import { type Scenario, scenarioName } from './scenario.ts'

/** How often a load is started anew at most before the kill that a step is known by. */
const DEPTH = 2
/** A process does nothing that matters before it has read its modules. */
const EARLIEST_MS = 250
/** A step of the database is under way for a few milliseconds. */
const UNDER_WAY_MS = 6
/** Statements and requests, as against operations on files. */
const ASKED_OF_A_SERVER = /^(before|within|after) [A-Z]/

/** Where a step was seen: in which load, how often, and behind which kills. */
interface Place {
  readonly load: number
  readonly before: readonly Kill[]
  readonly count: number
}

/** Chooses kills so that every step that was ever seen gets its turn, and others come at any time. */
export class Planner {
  readonly #random: () => number
  readonly #users: number
  readonly #pages: number
  /** Scenario → step → where it was seen first. */
  readonly #places = new Map<string, Map<string, Place>>()
  /** Scenario → how long a load takes. */
  readonly #durations = new Map<string, number>()
  readonly #tried = new Map<string, number>()
  readonly #covered = new Set<string>()

  constructor({ seed, users }: { readonly seed: number; readonly users: number }) {
    this.#random = seededRandom(seed)
    this.#users = users
    this.#pages = Math.ceil(users / pageSizeFor(users))
  }

  /** Names of steps that were seen, and of those at which a process was killed. */
  get steps(): { readonly seen: number; readonly killedAt: number; readonly never: readonly string[] } {
    const names = new Set([...this.#places.values()].flatMap((places) => [...places.keys()]))
    return {
      seen: names.size,
      killedAt: this.#covered.size,
      never: [...names].filter((name) => !this.#covered.has(name)).sort(),
    }
  }

  /** The next life of a scenario; its first one is not killed, so that its steps become known. */
  next(scenario: Scenario): LifePlan {
    const places = this.#places.get(scenarioName(scenario))
    const seed = 1 + Math.floor(this.#random() * 1_000_000)
    const kills = places === undefined ? [[], []] : [0, 1].map((load) => this.#killsOf(scenario, places, load))
    this.#places.set(scenarioName(scenario), places ?? new Map())
    return { scenario, users: this.#users, seed, kills }
  }

  /** Remembers which steps a start came to. */
  learn(scenario: Scenario, { load, before, kill, end, steps, ms, serverKilled }: Start): void {
    const name = scenarioName(scenario)
    const places = this.#places.get(name) ?? new Map<string, Place>()
    this.#places.set(name, places)
    if (before.length <= DEPTH) {
      for (const [step, count] of Object.entries(steps))
        if (!places.has(step)) places.set(step, { load, before, count })
    }
    if (kill !== undefined && 'name' in kill && (end === 'killed' || serverKilled)) this.#covered.add(kill.name)
    if (kill === undefined && before.length === 0) this.#durations.set(name, ms)
  }

  #killsOf(scenario: Scenario, places: ReadonlyMap<string, Place>, load: number): readonly Kill[] {
    const duration = this.#durations.get(scenarioName(scenario)) ?? 3000
    if (scenario.victim === 'server') return this.#serverKills(places, { load, duration })
    const first = this.#random() < 0.8 ? this.#atStep(places, load) : [this.#anyTime(duration)]
    if (this.#random() < 0.4) return first
    // What is started again goes through most of the same steps.
    const second = this.#random() < 0.6 ? this.#atStep(places, load).slice(-1) : [this.#anyTime(duration)]
    return [...first, ...second, ...(this.#random() < 0.3 ? [this.#anyTime(duration)] : [])]
  }

  /** What a server is asked for are the steps at which it ends; its process has no folder that could go with it. */
  #serverKills(
    places: ReadonlyMap<string, Place>,
    { load, duration }: { readonly load: number; readonly duration: number },
  ): readonly Kill[] {
    const asked = new Map([...places].filter(([name]) => ASKED_OF_A_SERVER.test(name)))
    const target = this.#random() < 0.8 ? this.#leastTried(asked, load) : undefined
    if (target === undefined) return [{ after: Math.floor(EARLIEST_MS + this.#random() * duration), signal: 'SIGKILL' }]
    const [name, { count }] = target
    this.#tried.set(name, (this.#tried.get(name) ?? 0) + 1)
    const nth = 1 + Math.floor(this.#random() * count)
    return [{ name, nth, ...(name.startsWith('within') && { afterMs: Math.floor(this.#random() * UNDER_WAY_MS) }) }]
  }

  /** Kills that end with one at the step that had its turn least often. */
  #atStep(places: ReadonlyMap<string, Place>, load: number): readonly Kill[] {
    const target = this.#leastTried(places, load)
    if (target === undefined) return []
    const [name, { before, count }] = target
    this.#tried.set(name, (this.#tried.get(name) ?? 0) + 1)
    return [...before, this.#at(name, count)]
  }

  #leastTried(places: ReadonlyMap<string, Place>, load: number): readonly [string, Place] | undefined {
    const here = [...places].filter(([, place]) => place.load === load)
    const least = Math.min(...here.map(([name]) => this.#tried.get(name) ?? 0))
    const fewest = here.filter(([name]) => (this.#tried.get(name) ?? 0) === least)
    return fewest[Math.floor(this.#random() * fewest.length)]
  }

  #at(name: string, count: number): Kill {
    const nth = 1 + Math.floor(this.#random() * count)
    const chance = this.#random()
    const how = chance < 0.4 ? { power: true } : chance < 0.5 ? { wipe: true } : {}
    if (!name.startsWith('within')) return { name, nth, ...how }
    return { name, nth, afterMs: Math.floor(this.#random() * UNDER_WAY_MS), ...how }
  }

  #anyTime(duration: number): Kill {
    const how = {
      signal: this.#random() < 0.2 ? ('SIGTERM' as const) : ('SIGKILL' as const),
      ...(this.#random() < 0.2 && { wipe: true }),
    }
    if (this.#random() < 0.5) return { atRequest: 1 + Math.floor(this.#random() * this.#pages), ...how }
    return { after: Math.floor(EARLIEST_MS + this.#random() * Math.max(0, duration - EARLIEST_MS)), ...how }
  }
}
