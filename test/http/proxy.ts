import { createServer, type Server, request as sendOn } from 'node:http'
import { connect } from 'node:net'

/** What a proxy let through: `CONNECT host:port`, or the method and the whole URL. */
export interface Proxy {
  readonly server: Server
  readonly passed: string[]
  readonly refused: string[]
}

/** An HTTP proxy that wants a user and a password. */
export function createProxy(user: string, password: string): Proxy {
  const [passed, refused]: [string[], string[]] = [[], []]
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const mayPass = (given: string | undefined, what: string) => {
    const isKnown = given === expected
    ;(isKnown ? passed : refused).push(what)
    return isKnown
  }
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming
    if (!mayPass(headers['proxy-authorization'], `${method} ${url}`)) return void outgoing.writeHead(407).end()
    const onward = sendOn(url, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    incoming.pipe(onward)
  })
  server.on('connect', (incoming, client) => {
    const target = incoming.url ?? ''
    if (!mayPass(incoming.headers['proxy-authorization'], `CONNECT ${target}`)) {
      return void client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    }
    const [host = '', port = ''] = target.split(':')
    const onward = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.pipe(client)
      client.pipe(onward)
    })
    onward.on('error', () => client.destroy())
    client.on('error', () => onward.destroy())
  })
  return { server, passed, refused }
}
