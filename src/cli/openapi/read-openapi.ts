import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import { ConfigError } from '../../errors/tolva-error.ts'
import { redactUrl } from '../../http/redact-url.ts'

/** A description of an API as it was read, and where it came from if that is an URL. */
export interface ReadOpenApi {
  readonly document: unknown
  readonly url: string | undefined
  /** The place in words, without what is secret in it. */
  readonly from: string
}

const FETCH_MS = 60_000

/**
 * Reads a file or an URL, JSON or YAML.
 * @throws ConfigError `no_document` where there is none, `not_openapi` where it is neither JSON nor YAML.
 */
export async function readOpenApi(
  place: string,
  at: { readonly cwd: string; readonly signal: AbortSignal },
): Promise<ReadOpenApi> {
  const isUrl = /^https?:\/\//i.test(place)
  const from = isUrl ? redactUrl(place) : place
  const text = isUrl ? await fetched(place, from, at.signal) : await fileText(resolve(at.cwd, place), place)
  return { document: parsed(text, from), url: isUrl ? place : undefined, from }
}

async function fileText(path: string, place: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new ConfigError(`${place} cannot be read`, {
      code: 'no_document',
      hint: 'name a file that is there, or a URL that begins with https://',
      context: { file: path },
      cause: error,
    })
  }
}

async function fetched(url: string, shown: string, signal: AbortSignal): Promise<string> {
  const fail = (what: string, cause?: unknown) =>
    new ConfigError(`${shown} ${what}`, {
      code: 'no_document',
      hint: 'download the file by other means (curl, a browser), then: tolva init openapi <file> duckdb',
      cause,
    })
  let response: Response
  try {
    response = await fetch(url, {
      headers: { accept: 'application/json, application/yaml;q=0.9, */*;q=0.5' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(FETCH_MS)]),
    })
    if (response.ok) return await response.text()
  } catch (error) {
    if (signal.aborted) throw error
    throw fail('cannot be reached', error)
  }
  throw fail(`answers with status ${response.status}`)
}

function parsed(text: string, from: string): unknown {
  if (/^\s*</.test(text)) {
    throw new ConfigError(`${from} is a web page or XML, not JSON or YAML`, {
      code: 'not_openapi',
      hint: 'look on the page for the link to openapi.json, openapi.yaml or swagger.json, and give that',
    })
  }
  const isJson = /^\s*[{[]/.test(text)
  try {
    return isJson
      ? JSON.parse(text.replace(/^\uFEFF/, ''))
      : parse(text, { maxAliasCount: 10_000, prettyErrors: false })
  } catch (error) {
    const what = error instanceof Error ? error.message : 'it cannot be read'
    throw new ConfigError(`${from} is neither JSON nor YAML: ${what}`, {
      code: 'not_openapi',
      hint: 'correct it at that place, or give another file',
    })
  }
}
