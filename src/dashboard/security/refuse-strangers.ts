import { refuseForeign } from '../../serving/refuse-foreign.ts'

/** Refuses what comes from elsewhere; a person who follows a link to a page may come in. */
export function refuseStrangers(request: Request): void {
  const { method, headers, url } = request
  refuseForeign(request, {
    what: 'the dashboard',
    hint: 'Open it as localhost or 127.0.0.1. From another machine: ssh -L 2718:localhost:2718 <machine>.',
    isVisit: method === 'GET' && headers.get('sec-fetch-mode') === 'navigate' && !isApi(url),
  })
}

/** Whether an address is one of the API. */
export const isApi = (url: string): boolean => /^\/api(\/|$)/.test(new URL(url).pathname)
