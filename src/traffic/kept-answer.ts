import { isUtf8 } from 'node:buffer'
import { SourceError } from '../errors/tolva-error.ts'
import type { HttpResponse } from '../http/request.ts'
import { indentJson } from './indent-json.ts'
import type { Secrecy } from './kept-request.ts'
import { maskAll } from './mask-values.ts'
import { createScrubber, type Scrubber } from './scrub.ts'

/** What an exchange came to: an answer, whose body is in a file beside it, or a failure of the network. */
export type KeptOutcome =
  | {
      readonly status: number
      /** Where redirects led to, if they did. */
      readonly url?: string
      readonly headers: Readonly<Record<string, string>>
      /** Name of the file with the body; absent: it is empty. */
      readonly body?: string
    }
  | { readonly failure: KeptFailure }

export interface KeptFailure {
  readonly message: string
  readonly code?: string
  /** Of an error of this library: what to do. */
  readonly hint?: string
}

/** They belong to one connection or moment, or to bytes that are kept decompressed. */
const NOT_KEPT = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-encoding',
  'content-length',
  'date',
  'set-cookie2',
])

/** Larger bodies are kept as they came: nobody reads them. */
const INDENTED_BYTES = 1024 * 1024

/**
 * Status, headers and body of an answer, without secrets.
 * @param mask Stands for credentials that were asked for: another one in each answer, because who gets a new token must see that it is new.
 */
export function keptAnswer(
  response: HttpResponse,
  secrecy: Secrecy,
  mask: string,
): { readonly headers: Readonly<Record<string, string>>; readonly url: string; readonly body: Uint8Array } {
  const scrubber = createScrubber(secrecy.secrets, secrecy.secretHeaders)
  const headers = scrubber.headers([...response.headers].filter(([name]) => !NOT_KEPT.has(name)))
  const type = headers['content-type']
  return {
    url: scrubber.url(response.url),
    headers: {
      ...headers,
      // Bodies are kept in UTF-8, whatever they came in.
      ...(type === undefined ? {} : { 'content-type': type.replace(/charset\s*=\s*"?[^";\s]+"?/i, 'charset=utf-8') }),
    },
    body: keptBody(response.body, scrubber, secrecy.forCredentials ? mask : undefined),
  }
}

function keptBody(body: Uint8Array, scrubber: Scrubber, mask: string | undefined): Uint8Array {
  if (body.length === 0) return body
  const encoding = encodingOf(body)
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString(encoding)
  const scrubbed = mask === undefined ? scrubber.body(text) : maskedText(text, mask)
  return Buffer.from(body.length > INDENTED_BYTES ? scrubbed : indentJson(scrubbed), encoding)
}

function maskedText(text: string, mask: string): string {
  try {
    return JSON.stringify(maskAll(JSON.parse(text), mask))
  } catch {
    return mask
  }
}

/** What bytes can be turned into a text with, and back without loss. */
export function encodingOf(bytes: Uint8Array): 'utf8' | 'latin1' {
  return isUtf8(bytes) ? 'utf8' : 'latin1'
}

/** A failure of the network, or a refusal of ours (a page too large), without secrets. */
export function keptFailure(cause: unknown, secrecy: Secrecy): KeptFailure {
  const scrubber = createScrubber(secrecy.secrets)
  const message = scrubber.url(cause instanceof Error ? cause.message || cause.name : String(cause))
  if (cause instanceof SourceError) return { message, code: cause.code, hint: scrubber.url(cause.hint ?? '') }
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : undefined
  return { message, ...(code === undefined ? {} : { code }) }
}

/** The failure as it was thrown. */
export function thrownFailure({ message, code, hint }: KeptFailure): Error {
  if (hint !== undefined) return new SourceError(message, { code: code ?? 'network', hint })
  return Object.assign(new Error(message), code === undefined ? {} : { code })
}
