import type { Traffic } from '../contracts/traffic.ts'
import { SourceError } from '../errors/tolva-error.ts'
import type { HttpResponse } from '../http/request.ts'
import { broken, type Cassette, cassetteIn, type KeptExchange, type Manifest, readCassette } from './cassette.ts'
import { thrownFailure } from './kept-answer.ts'
import { type KeptRequest, keptRequest, matchKey } from './kept-request.ts'
import { knownSecrets } from './known-secrets.ts'
import { nearestExchange } from './nearest-exchange.ts'

/**
 * Traffic that is never sent: the recorded answer is given instead. A request that was made several times gets its answers in
 * the order in which they came.
 *
 * @throws `exchange` throws SourceError `not_recorded`, which names the nearest request that was recorded and what differs.
 */
export function replayTraffic(folder: string): Traffic {
  const cassette = cassetteIn(folder)
  const known = knownSecrets()
  let opened: Promise<Recording> | undefined
  const open = () => {
    opened ??= openRecording(cassette)
    return opened
  }
  return {
    offline: true,
    async exchange(request, how) {
      known.note(request, how)
      const asked = keptRequest(request, { ...how, secrets: known.all })
      const recording = await open()
      const exchange = recording.take(matchKey(asked))
      if (exchange === undefined) throw notRecorded(asked, recording, cassette)
      const { outcome } = exchange
      if ('failure' in outcome) throw thrownFailure(outcome.failure)
      return answerOf(exchange, outcome, cassette)
    },
    async finish({ failed, interrupted }) {
      if (failed && opened === undefined) return []
      const { manifest, unused } = await open()
      const left = unused()
      const warnings: string[] = []
      if (!manifest.complete) {
        warnings.push(`The recording in ${cassette.folder} is incomplete: the run that made it was stopped.`)
      }
      if (left.length > 0 && !interrupted && !failed) {
        const names = left.slice(0, 3).map(({ name }) => name)
        warnings.push(
          `${left.length} recorded answer(s) in ${cassette.folder} were not asked for: ${names.join(', ')}${left.length > 3 ? ', …' : ''}`,
        )
      }
      return warnings
    },
  }
}

interface Recording {
  readonly manifest: Manifest
  readonly exchanges: readonly KeptExchange[]
  /** How often a request was recorded. */
  countOf(key: string): number
  /** The next answer to a request. */
  take(key: string): KeptExchange | undefined
  unused(): readonly KeptExchange[]
}

async function openRecording(cassette: Cassette): Promise<Recording> {
  const { manifest, exchanges } = await readCassette(cassette)
  const byKey = Map.groupBy(exchanges, ({ request }) => matchKey(request))
  const taken = new Map<string, number>()
  return {
    manifest,
    exchanges,
    countOf: (key) => byKey.get(key)?.length ?? 0,
    take(key) {
      const at = taken.get(key) ?? 0
      const exchange = byKey.get(key)?.[at]
      if (exchange !== undefined) taken.set(key, at + 1)
      return exchange
    },
    unused: () => [...byKey].flatMap(([key, all]) => all.slice(taken.get(key) ?? 0)),
  }
}

async function answerOf(
  { request }: KeptExchange,
  outcome: Extract<KeptExchange['outcome'], { readonly status: number }>,
  { folder, storage }: Cassette,
): Promise<HttpResponse> {
  const body = outcome.body === undefined ? new Uint8Array() : await storage.get(outcome.body)
  if (body === undefined) throw broken(folder, outcome.body ?? '')
  return {
    url: outcome.url ?? request.url,
    status: outcome.status,
    headers: new Map(Object.entries(outcome.headers)),
    body,
  }
}

function notRecorded(asked: KeptRequest, recording: Recording, { folder }: Cassette): SourceError {
  const times = recording.countOf(matchKey(asked))
  const what = `${asked.method} ${asked.url}`
  const stopped = recording.manifest.complete ? '' : ' (it is incomplete: the run that made it was stopped)'
  const hint = `record anew: tolva run <file> --record ${folder}`
  const context = { url: asked.url, file: folder }
  if (times > 0) {
    return new SourceError(
      `${what} was asked for more often than it was recorded: ${times} time(s) in ${folder}${stopped}`,
      { code: 'not_recorded', hint, context },
    )
  }
  const nearest = nearestExchange(asked, recording.exchanges)
  const told =
    nearest === undefined
      ? 'nothing is recorded there'
      : `the nearest is ${nearest.exchange.name}, ${nearest.exchange.request.method} ${nearest.exchange.request.url}, which differs in ${nearest.differences.join('; ')}`
  return new SourceError(`${what} is not in the recording ${folder}${stopped}: ${told}`, {
    code: 'not_recorded',
    hint,
    context,
  })
}
