import { createServer, connect as dial, type Socket } from 'node:net'

/** `swallow`: the data is lost while the connection stays. `cut`: the connection ends on both sides; `last`: behind this data. */
export type Verdict = 'pass' | 'swallow' | 'cut' | 'last'

/** What becomes of the data of a connection; a promise holds it up. Connections are counted from 1. */
export type Rule = (data: Buffer, connection: number) => Verdict | Promise<Verdict>

/** A way to a server on which data can be held up, lost and cut. */
export interface Proxy extends AsyncDisposable {
  readonly url: string
}

/** Listens on a port of its own and passes on what the rules let through. */
export async function proxyTo(
  server: string,
  { toServer = () => 'pass', toClient = () => 'pass' }: { readonly toServer?: Rule; readonly toClient?: Rule },
): Promise<Proxy> {
  const { hostname, port } = new URL(server)
  const sockets = new Set<Socket>()
  let connections = 0
  const listener = createServer((client) => {
    connections += 1
    const number = connections
    const onward = dial({ host: hostname, port: Number(port) })
    const ends = [client, onward]
    const cut = () => {
      for (const socket of ends) socket.destroy()
    }
    for (const socket of ends) {
      sockets.add(socket)
      socket.on('error', cut)
      socket.on('close', cut)
    }
    pump(client, onward, { rule: toServer, number, cut })
    pump(onward, client, { rule: toClient, number, cut })
  })
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done))
  const address = listener.address()
  const url = new URL(server)
  url.port = typeof address === 'object' && address !== null ? String(address.port) : ''
  // Rules look at what is said, and count connections without one that asks for TLS first.
  url.searchParams.set('sslmode', 'disable')
  return {
    url: url.href,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((done) => listener.close(() => done()))
    },
  }
}

function pump(
  from: Socket,
  to: Socket,
  { rule, number, cut }: { readonly rule: Rule; readonly number: number; readonly cut: () => void },
): void {
  const closed = new Promise((next) => to.once('close', next))
  const pass = async () => {
    for await (const data of from) {
      const verdict = await rule(data, number)
      if (verdict === 'cut') return cut()
      if (verdict === 'last') return to.end(data, () => from.destroy())
      if (verdict === 'pass' && !to.write(data)) {
        await Promise.race([closed, new Promise((next) => to.once('drain', next))])
      }
    }
  }
  pass().catch(cut)
}
