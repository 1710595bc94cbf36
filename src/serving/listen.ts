import type { Server } from 'node:http'
import { ConfigError } from '../errors/tolva-error.ts'
import { isErrno } from '../storage/errno.ts'

const PORTS_TRIED = 20

/** Where a server shall listen. */
export interface Listening {
  readonly host: string
  /** This port or none. */
  readonly asked: number | undefined
  /** Where none was asked for: this one or the next that is free. */
  readonly first: number
}

/**
 * Lets a server listen on the port that was asked for; where none was, on the first or the next that is free. Gives the port.
 * @throws ConfigError `port_taken`.
 */
export async function listen(server: Server, { host, asked, first }: Listening): Promise<number> {
  for (let port = asked ?? first; ; port += 1) {
    try {
      return await tryListen(server, { host, port })
    } catch (error) {
      if (!isErrno(error, 'EADDRINUSE', 'EACCES')) throw error
      if (asked === undefined && port < first + PORTS_TRIED) continue
      throw new ConfigError(`port ${port} of ${host} cannot be had: ${error instanceof Error ? error.message : ''}`, {
        code: 'port_taken',
        hint: 'Leave --port out for the next free one, or name another.',
        cause: error,
      })
    }
  }
}

function tryListen(server: Server, at: { readonly host: string; readonly port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(at, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : at.port)
    })
  })
}
