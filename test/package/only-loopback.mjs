// Loaded before a program: writes down each connection and name look-up that leaves the machine, and refuses it.

import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import net from 'node:net'

const log = process.env.CONNECTIONS_LOG ?? '/dev/null'
const isHere = (host) => host === undefined || /^(localhost|127\.[\d.]+|::1|\[::1\])$/.test(host)

function refuse(what) {
  appendFileSync(log, `${what}\n`)
  throw new Error(`${what} is not of this machine`)
}

const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0]
  const host =
    typeof options === 'object' && options !== null ? options.host : typeof args[1] === 'string' ? args[1] : undefined
  if (!isHere(host)) refuse(host)
  return connect.apply(this, args)
}
const lookup = dns.lookup
dns.lookup = (name, ...rest) => (isHere(name) ? lookup(name, ...rest) : refuse(name))
dgram.Socket.prototype.send = () => refuse('a datagram')
