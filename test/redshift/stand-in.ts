import { createServer, connect as dial, type Socket } from 'node:net'
import { type Access, csvOf, parseCopy, type TargetColumn } from './copied.ts'
import { refusal } from './refusal.ts'
import { translated } from './translated.ts'
import { cellsOf, encoded, errorText, type Message, messageReader, query, SSL_REQUEST } from './wire.ts'

export interface StandInOptions {
  /** Reads an object as whoever the COPY names. @throws Error as S3 would have it. */
  readonly getObject: (url: string, access: Access) => Promise<Buffer>
}

/** A server that talks as Redshift does, and has PostgreSQL do the work. */
export interface StandIn extends AsyncDisposable {
  /** `redshift://…`. */
  readonly url: string
  /** Statements as they came, but for credentials. */
  readonly statements: string[]
}

/**
 * Listens on a port of its own and passes statements on to a PostgreSQL that was set up for it: refuses what Redshift refuses, and
 * reads the files of a COPY itself.
 */
export async function redshiftStandIn(database: string, options: StandInOptions): Promise<StandIn> {
  const { hostname, port } = new URL(database)
  const sockets = new Set<Socket>()
  const statements: string[] = []
  const listener = createServer((client) => {
    const server = dial({ host: hostname, port: Number(port) })
    const cut = () => {
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) {
      sockets.add(socket)
      // Messages are small and wait for answers: held back, each would cost 40 ms.
      socket.setNoDelay(true)
      socket.on('error', cut)
      socket.on('close', () => {
        sockets.delete(socket)
        cut()
      })
    }
    serve(client, server, { ...options, statements })
  })
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done))
  const address = listener.address()
  const url = new URL(database.replace(/^postgresql:/, 'redshift:'))
  url.port = typeof address === 'object' && address !== null ? String(address.port) : ''
  return {
    url: url.href,
    statements,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((done) => listener.close(() => done()))
    },
  }
}

interface Serving extends StandInOptions {
  readonly statements: string[]
}

function serve(client: Socket, server: Socket, { getObject, statements }: Serving): void {
  let status = 'I'
  let copied = 0
  let caseSensitive = false
  /** Who hears the server now; undefined: the client. */
  let hears: ((message: Message) => void) | undefined
  let turn: Promise<void> = Promise.resolve()
  const fromServer = messageReader({ startup: false })
  const fromClient = messageReader({ startup: true })
  const send = (message: Message): void => {
    server.write(encoded(message))
  }

  server.on('data', (data: Buffer) => {
    for (const message of fromServer(data)) {
      if (message.type === 'Z') status = message.body.toString('latin1')
      if (hears) hears(message)
      else client.write(encoded(message))
    }
  })
  client.on('data', (data: Buffer) => {
    for (const message of fromClient(data)) {
      turn = turn
        .then(() => handle(message))
        .catch(() => {
          client.destroy()
        })
    }
  })

  /** Asks the server for something of ours; the answer is not the client's. */
  async function ask(sql: string): Promise<readonly (readonly (string | null)[])[]> {
    const rows: (readonly (string | null)[])[] = []
    let failed: Error | undefined
    await new Promise<void>((done) => {
      hears = ({ type, body }) => {
        if (type === 'D') rows.push(cellsOf(body))
        if (type === 'E') failed = new Error(errorText(body))
        if (type === 'Z') done()
      }
      send(query(sql))
    })
    hears = undefined
    if (failed) throw failed
    return rows
  }

  async function handle(message: Message): Promise<void> {
    if (message.type === SSL_REQUEST) {
      client.write('N')
      return
    }
    if (message.type !== 'Q' && message.type !== 'P') return send(message)
    const at = message.type === 'Q' ? 0 : message.body.indexOf(0) + 1
    const end = message.body.indexOf(0, at)
    const sql = message.body.toString('utf8', at, end)
    statements.push(sql.replace(/CREDENTIALS '[^']*'/i, "CREDENTIALS '***'"))
    const instead = (text: string) =>
      send({
        ...message,
        body: Buffer.concat([message.body.subarray(0, at), Buffer.from(text), message.body.subarray(end)]),
      })
    const why = refusal(sql, status !== 'I')
    if (why !== undefined) return instead(refused(why))
    if (/^SET enable_case_sensitive_identifier TO true/i.test(sql)) caseSensitive = true
    if (/^SELECT pg_last_copy_count\(\)/i.test(sql)) return instead(`SELECT ${copied}`)
    if (!/^COPY\b/i.test(sql)) return instead(translated(sql, caseSensitive))
    await copy(sql).catch((error: unknown) =>
      send(query(refused(error instanceof Error ? error.message : String(error)))),
    )
  }

  async function copy(sql: string): Promise<void> {
    const statement = parseCopy(sql)
    const target = translated(statement.target, caseSensitive)
    const manifest: unknown = JSON.parse((await getObject(statement.url, statement.access)).toString('utf8'))
    const columns = await targetColumns(target, statement.columns)
    const parts: string[] = []
    for (const { url, bytes } of entriesOf(manifest)) {
      const file = await getObject(url, statement.access)
      if (statement.format === 'parquet' && bytes !== file.length)
        throw new Error('content_length is not that of the file')
      parts.push(await csvOf(file, statement, columns))
    }
    const names = columns.map(({ name }) => `"${name}"`).join(', ')
    const csv = parts.join('')
    await new Promise<void>((done) => {
      hears = (message) => {
        if (message.type === 'G') {
          if (csv !== '') send({ type: 'd', body: Buffer.from(csv) })
          send({ type: 'c', body: Buffer.alloc(0) })
          return
        }
        if (message.type === 'C') {
          copied = Number(/^COPY (\d+)/.exec(message.body.toString('latin1'))?.[1])
          client.write(encoded({ type: 'C', body: Buffer.from('COPY\0') }))
          return
        }
        client.write(encoded(message))
        if (message.type === 'Z') done()
      }
      send(query(`COPY ${target} (${names}) FROM STDIN (FORMAT csv)`))
    })
    hears = undefined
  }

  async function targetColumns(target: string, wanted: readonly string[]): Promise<readonly TargetColumn[]> {
    const all = await ask(
      `SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '${target}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    )
    const columns = all.map(([name, type]) => ({ name: String(name), type: String(type) }))
    if (wanted.length === 0) return columns
    return wanted.flatMap(
      (name) => columns.find((column) => column.name === (caseSensitive ? name : name.toLowerCase())) ?? [],
    )
  }
}

function entriesOf(manifest: unknown): readonly { readonly url: string; readonly bytes: unknown }[] {
  const entries: unknown =
    typeof manifest === 'object' && manifest !== null && 'entries' in manifest ? manifest.entries : []
  if (!Array.isArray(entries)) throw new Error('the manifest has no entries')
  return entries.map((entry: { url?: unknown; meta?: { content_length?: unknown } }) => ({
    url: String(entry.url),
    bytes: entry.meta?.content_length,
  }))
}

/** A statement that fails as Redshift's does, so that the transaction is what it would be. */
function refused(why: string): string {
  return `SELECT pg_catalog.redshift_refuses('${why.replaceAll('\\', '\\\\').replaceAll("'", "''")}')`
}
