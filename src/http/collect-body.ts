import { SourceError } from '../errors/tolva-error.ts'

/** The pieces of a body as they come. */
export interface BodyCollector {
  /** @throws SourceError `page_too_large`. */
  add(piece: Uint8Array): void
  whole(): Uint8Array
}

/** Puts a body together. */
export function collectBody(maxBytes: number): BodyCollector {
  const pieces: Uint8Array[] = []
  let size = 0
  return {
    add(piece) {
      size += piece.length
      if (size > maxBytes) throw tooLarge(maxBytes)
      pieces.push(piece)
    },
    whole() {
      const [only, ...others] = pieces
      return only !== undefined && others.length === 0 ? only : Buffer.concat(pieces, size)
    },
  }
}

export function tooLarge(maxBytes: number): SourceError {
  return new SourceError(`the page is larger than ${maxBytes} bytes`, {
    code: 'page_too_large',
    hint: 'ask the API for smaller pages, or raise client.maxPageBytes',
  })
}
