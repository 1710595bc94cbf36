import { followProgress, type RunProgress, readProgress } from '../../inspect.ts'
import type { LiveEvent } from '../api/live.ts'
import { ROUTES } from '../api/routes.ts'
import { knownName, placeOf } from '../known-pipeline.ts'
import { type Ask, servedEvents, type Unchanged } from '../served-route.ts'

/** `/pipelines/:name/live`. */
export const live = servedEvents(ROUTES.live, async (ask) => {
  return liveEvents(await knownName(ask), ask)
})

async function* liveEvents(name: string, { scope, signal }: Ask): AsyncGenerator<Unchanged<LiveEvent>> {
  const place = placeOf(scope)
  if ((await readProgress(name, place)) === undefined) yield { event: 'idle', data: {} }
  for await (const progress of followProgress(name, { ...place, signal })) yield told(progress)
}

const told = (data: RunProgress): Unchanged<LiveEvent> => ({ event: 'progress', data })
