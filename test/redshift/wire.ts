/** A message of PostgreSQL's protocol: a letter and what follows its length. */
export interface Message {
  readonly type: string
  readonly body: Buffer
}

/** What a client sends ahead of its startup to ask for TLS. */
export const SSL_REQUEST = 'SSLRequest'
const SSL_CODE = 80_877_103

/**
 * Cuts a stream of bytes into messages.
 * @param options.startup true: the first one has no letter, and comes with the type ''; one that asks for TLS may stand before it.
 */
export function messageReader({ startup }: { readonly startup: boolean }): (data: Buffer) => readonly Message[] {
  let rest = Buffer.alloc(0)
  let bare = startup
  return (data) => {
    rest = Buffer.concat([rest, data])
    const messages: Message[] = []
    for (;;) {
      const letter = bare ? 0 : 1
      if (rest.length < letter + 4) return messages
      const length = rest.readInt32BE(letter)
      if (rest.length < letter + length) return messages
      const body = Buffer.from(rest.subarray(letter + 4, letter + length))
      const asksForTls = bare && body.length === 4 && body.readInt32BE() === SSL_CODE
      messages.push({ type: asksForTls ? SSL_REQUEST : bare ? '' : rest.toString('latin1', 0, 1), body })
      rest = rest.subarray(letter + length)
      bare = asksForTls
    }
  }
}

/** The message as bytes. */
export function encoded({ type, body }: Message): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(type, 'latin1'), length, body])
}

/** A simple query. */
export const query = (sql: string): Message => ({ type: 'Q', body: Buffer.from(`${sql}\0`) })

/** Cells of a DataRow, as texts. */
export function cellsOf(body: Buffer): readonly (string | null)[] {
  const cells: (string | null)[] = []
  let at = 2
  for (let left = body.readInt16BE(0); left > 0; left -= 1) {
    const length = body.readInt32BE(at)
    cells.push(length === -1 ? null : body.toString('utf8', at + 4, at + 4 + length))
    at += 4 + Math.max(0, length)
  }
  return cells
}

/** The human part of an ErrorResponse. */
export function errorText(body: Buffer): string {
  const fields = body.toString('utf8').split('\0')
  return fields.find((field) => field.startsWith('M'))?.slice(1) ?? 'error'
}
