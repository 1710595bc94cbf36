/** A server, or the folder of its socket. */
export interface Host {
  readonly host: string
  readonly port: number
}

const DEFAULT_PORT = 5432

/**
 * The servers of a list as it stands in a connection string, `one:5433,two,[::1]`, in the order in which they are tried.
 * @param port Of those that name none.
 */
export function parseHosts(hosts: string, port = DEFAULT_PORT): readonly Host[] {
  return hosts.split(',').map((text) => {
    const [, bracketed, plain = text, own] = /^(?:\[(.*)\]|([^:/]*))(?::(\d+))?$/.exec(text) ?? []
    return { host: bracketed ?? plain, port: own === undefined ? port : Number(own) }
  })
}
