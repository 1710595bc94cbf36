import { ConfigError } from '../../errors/tolva-error.ts'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i

/**
 * Refuses what comes from elsewhere: a name that another site points here (DNS rebinding), a page of another origin. The port
 * may be another one, as `ssh -L` brings it.
 *
 * @throws ConfigError `wrong_host`, `cross_origin`.
 */
export function refuseForeign({ method, headers, url }: Request): void {
  const host = headers.get('host') ?? ''
  if (!LOOPBACK.test(host)) {
    throw new ConfigError(`the dashboard does not answer to the name ${JSON.stringify(host.slice(0, 100))}`, {
      code: 'wrong_host',
      hint: 'Open it as localhost or 127.0.0.1. From another machine: ssh -L 2718:localhost:2718 <machine>.',
    })
  }
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  const isVisit = method === 'GET' && headers.get('sec-fetch-mode') === 'navigate' && !isApi(url)
  // A page of another port of this machine is of the same site, so that alone says nothing.
  const isForeign =
    (origin !== null && origin !== `http://${host}`) || !(site === null || /^(same-origin|none)$/.test(site))
  if (isForeign && !isVisit) {
    throw new ConfigError('a page of another origin asked, which the dashboard does not answer', {
      code: 'cross_origin',
      hint: 'Scripts send no Origin header, and the token as a bearer.',
    })
  }
}

/** Whether an address is one of the API. */
export const isApi = (url: string): boolean => /^\/api(\/|$)/.test(new URL(url).pathname)
