import { ConfigError } from '../errors/tolva-error.ts'
import { isLoopbackHost } from './loopback.ts'

/** Who is guarded, as errors say it. */
export interface Guarded {
  /** `the dashboard`. */
  readonly what: string
  /** How one comes in by the right name. */
  readonly hint: string
  /** true: a person may come from a link on another page. Default false. */
  readonly isVisit?: boolean
}

/**
 * Refuses what comes from elsewhere: a name that another site points here (DNS rebinding), a page of another origin. The port
 * may be another one, as `ssh -L` brings it.
 *
 * @throws ConfigError `wrong_host`, `cross_origin`.
 */
export function refuseForeign({ headers }: Request, { what, hint, isVisit = false }: Guarded): void {
  const host = headers.get('host') ?? ''
  if (!isLoopbackHost(host)) {
    throw new ConfigError(`${what} does not answer to the name ${JSON.stringify(host.slice(0, 100))}`, {
      code: 'wrong_host',
      hint,
    })
  }
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  // A page of another port of this machine is of the same site, so that alone says nothing.
  const isForeign =
    (origin !== null && origin !== `http://${host}`) || !(site === null || /^(same-origin|none)$/.test(site))
  if (isForeign && !isVisit) {
    throw new ConfigError(`a page of another origin asked, which ${what} does not answer`, {
      code: 'cross_origin',
      hint: 'Scripts send no Origin header, and the token as a bearer.',
    })
  }
}
