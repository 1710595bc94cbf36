import { setTimeout as wait } from 'node:timers/promises'
import type { Dataset } from '../dataset/dataset.ts'
import { counted } from '../dataset/limitation.ts'
import type { ReadLimits } from '../dataset/read-limits.ts'
import { DestinationError } from '../errors/tolva-error.ts'
import { takingTurn } from '../serving/reading-turn.ts'
import type { Problem } from './api/problem.ts'
import { knownPipeline, placeOf } from './known-pipeline.ts'
import { problemOf } from './problem-of.ts'
import type { Ask } from './served-route.ts'

type Read<T> = (dataset: Dataset, limits: ReadLimits) => Promise<T>

/** Asks a database when it is its turn: so many at once, with gaps for a run that wants the file. */
export async function takingTurns<T>({ scope, params, signal }: Ask, work: () => Promise<T>): Promise<T> {
  const { queries, gaps } = scope
  return takingTurn({ pipeline: params.name ?? '', place: placeOf(scope), queries, gaps, signal }, work)
}

/** Reads from a pipeline's dataset when it is its turn, for as long as the client waits. */
export async function reading<T>(ask: Ask, read: Read<T>): Promise<T> {
  const pipeline = await knownPipeline(ask)
  const { signal } = ask
  return takingTurns(ask, () => read(pipeline.dataset().within({ signal }), { signal }))
}

/** The same for what only adds to local facts: why it could not be had is no failure, and nobody waits longer for it. */
export async function ifItAnswers<T>(
  ask: Ask,
  seconds: number,
  read: Read<T>,
): Promise<{ readonly found?: T; readonly problem?: Problem }> {
  const stop = new AbortController()
  const signal = AbortSignal.any([ask.signal, stop.signal])
  try {
    const found = await Promise.race([reading({ ...ask, signal }, read), late(seconds, stop.signal)])
    return { found }
  } catch (error) {
    ask.signal.throwIfAborted()
    return { problem: problemOf(error) }
  } finally {
    stop.abort()
  }
}

async function late(seconds: number, signal: AbortSignal): Promise<never> {
  await wait(seconds * 1000, undefined, { signal })
  throw new DestinationError(`the destination did not answer within ${counted(seconds, 'second')}`, {
    code: 'destination_slow',
    hint: 'What is shown is known on this machine. Ask again to see what the destination has.',
  })
}
