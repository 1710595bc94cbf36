import type { Traffic } from '../contracts/traffic.ts'
import type { HttpRequest, HttpResponse } from '../http/request.ts'
import { type Cassette, cassetteIn, emptyCassette, writeExchange, writeManifest } from './cassette.ts'
import { encodingOf, keptAnswer, keptFailure } from './kept-answer.ts'
import { keptRequest, type Secrecy } from './kept-request.ts'
import { knownSecrets } from './known-secrets.ts'
import { createScrubber, MASK } from './scrub.ts'

/** Traffic that is sent, and written down without its secrets in a folder. What an earlier recording left there goes. */
export function recordTraffic(folder: string): Traffic {
  const cassette = cassetteIn(folder)
  const known = knownSecrets()
  let begun: Promise<void> | undefined
  let count = 0
  /** Exchanges that were written before the last secret became known. */
  let writtenBefore = 0

  return {
    offline: false,
    async exchange(request, how) {
      begun ??= emptyCassette(cassette)
      await begun
      if (known.note(request, how)) writtenBefore = count
      const secrecy = { ...how, secrets: known.all }
      count += 1
      const name = nameOf(count, keptRequest(request, secrecy))
      let response: HttpResponse
      try {
        response = await how.send()
      } catch (cause) {
        if (!how.signal.aborted) {
          const outcome = { failure: keptFailure(cause, secrecy) }
          await writeExchange(cassette, { name, request: keptRequest(request, secrecy), outcome }, undefined)
        }
        throw cause
      }
      await writeAnswer(cassette, { name, request, response, secrecy })
      return response
    },
    async finish({ failed, interrupted }) {
      // A run that failed before it asked for anything leaves an older recording alone.
      if (begun === undefined && (failed || interrupted)) return []
      begun ??= emptyCassette(cassette)
      await begun
      if (writtenBefore > 0) await scrubAgain(cassette, known.all)
      await writeManifest(cassette.storage, { complete: !interrupted, exchanges: count })
      return []
    },
  }
}

async function writeAnswer(
  cassette: Cassette,
  of: {
    readonly name: string
    readonly request: HttpRequest
    readonly response: HttpResponse
    readonly secrecy: Secrecy
  },
): Promise<void> {
  const { name, response, secrecy } = of
  const request = keptRequest(of.request, secrecy)
  const { url, headers, body } = keptAnswer(response, secrecy, `${MASK}-${Number.parseInt(name, 10)}`)
  const bodyName = body.length === 0 ? undefined : `${name}.body.${endingOf(headers['content-type'] ?? '', body)}`
  const outcome = {
    status: response.status,
    ...(url === request.url ? {} : { url }),
    headers,
    ...(bodyName === undefined ? {} : { body: bodyName }),
  }
  await writeExchange(
    cassette,
    { name, request, outcome },
    bodyName === undefined ? undefined : { name: bodyName, bytes: body },
  )
}

/** Secrets that became known on the way (a token that somebody fetched) may stand in what was written before. */
async function scrubAgain({ storage }: Cassette, secrets: ReadonlySet<string>): Promise<void> {
  const scrubber = createScrubber(secrets)
  for (const key of await storage.list('')) {
    const bytes = Buffer.from((await storage.get(key)) ?? [])
    const encoding = encodingOf(bytes)
    const text = bytes.toString(encoding)
    const scrubbed = scrubber.text(text)
    if (scrubbed !== text) await storage.put(key, Buffer.from(scrubbed, encoding))
  }
}

/** `0001-get-users-7`. */
function nameOf(number: number, { method, url }: { readonly method: string; readonly url: string }): string {
  const path = URL.canParse(url) ? new URL(url).pathname : ''
  const words = `${method}${path}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return `${String(number).padStart(4, '0')}-${words.slice(0, 60).replace(/-$/, '')}`
}

const JSON_START = /^\s*[{[]/

function endingOf(contentType: string, body: Uint8Array): string {
  const type = contentType.toLowerCase()
  if (/ndjson|jsonl|json-?lines|json-seq/.test(type)) return 'ndjson'
  if (type.includes('json') || JSON_START.test(Buffer.from(body.subarray(0, 64)).toString('latin1'))) return 'json'
  if (type.includes('csv')) return 'csv'
  if (type.includes('html')) return 'html'
  return type.includes('xml') ? 'xml' : 'txt'
}
