import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ReplaceStrategy } from '../../capabilities/capabilities.ts'
import type { Destination } from '../../contracts/destination.ts'
import { type Hints, type Pipeline, type PipelineOptions, pipeline, type Resource, resource } from '../../index.ts'
import { type Interrupted, interrupted } from './interrupted.ts'
import type { SuiteAbilities } from './suite-case.ts'

/** Rows, or a generator of rows and pages. */
export type SuiteRows = Iterable<unknown> | (() => AsyncIterable<unknown>)

/** A destination that is to be tested, and how to get at an empty one. */
export interface DestinationPlace extends SuiteAbilities {
  readonly name: string
  /** @param folder Of this suite alone, for whatever the destination keeps on this machine. */
  open(folder: string): Promise<OpenPlace>
}

export interface OpenPlace {
  /** The destination; each call may be another value, all of them are the same place. */
  destination(options?: { readonly replaceStrategy?: ReplaceStrategy }): Destination
  /**
   * The same place, reached in a way that breaks at its `at`-th step (a statement, a request, a write), counted from 1. Absent: it
   * breaks between calls of the loader.
   */
  interrupted?(at: number): Interrupted
  close(): Promise<void>
}

/** What a case is handed. */
export interface Suite extends AsyncDisposable {
  readonly abilities: SuiteAbilities
  /** A folder of this suite. */
  readonly folder: string
  destination(options?: { readonly replaceStrategy?: ReplaceStrategy }): Destination
  interrupted(at: number): Interrupted
  /** A pipeline into a dataset of its own, or another machine's handle on it. */
  pipeline(dataset: string, options?: Partial<PipelineOptions> & { readonly machine?: string }): Pipeline
  /** A resource that asks for the suite's table format. */
  resource(hints: Hints & { readonly name: string }, rows: SuiteRows): Resource<string, unknown>
}

/** Opens a place for its cases; dispose the suite behind them. */
export async function openSuite(place: DestinationPlace): Promise<Suite> {
  const folder = await mkdtemp(join(tmpdir(), `tolva-suite-${place.name.replace(/\W+/g, '-')}-`))
  const opened = await place.open(folder)
  const { tableFormat } = place
  return {
    abilities: place,
    folder,
    destination: (options) => opened.destination(options),
    interrupted: (at) => opened.interrupted?.(at) ?? interrupted(opened.destination(), at),
    pipeline: (dataset, { machine = 'here', ...options } = {}) =>
      pipeline({
        name: `${dataset}_pipeline`,
        destination: opened.destination(),
        dataset,
        dataDir: join(folder, machine),
        projectDir: folder,
        env: {},
        ...options,
      }),
    resource: (hints, rows) => resource({ ...(tableFormat !== undefined && { tableFormat }), ...hints }, rows),
    async [Symbol.asyncDispose]() {
      await opened.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
