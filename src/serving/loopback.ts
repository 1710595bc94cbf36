import { ConfigError } from '../errors/tolva-error.ts'

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i
const LOOPBACK_ADDRESS = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i

/** Whether a Host header names this machine's loopback. */
export const isLoopbackHost = (host: string): boolean => LOOPBACK_HOST.test(host)

/**
 * The address to listen on. Elsewhere the token, and whatever tables hold, would go over the network for all to read.
 * @throws ConfigError `host_not_loopback`.
 */
export function loopbackAddress(
  host: string,
  { what, hint }: { readonly what: string; readonly hint: string },
): string {
  if (LOOPBACK_ADDRESS.test(host)) return host.replace(/[[\]]/g, '')
  throw new ConfigError(`${what} listens on this machine's loopback only, not on ${host}`, {
    code: 'host_not_loopback',
    hint,
  })
}

/** The same address as a URL writes it. */
export const hostInUrl = (address: string): string => (address.includes(':') ? `[${address}]` : address)
