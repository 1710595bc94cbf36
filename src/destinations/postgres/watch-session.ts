import type pg from 'pg'

/** Another session that keeps a statement waiting. */
export interface Holder {
  readonly pid: number
  readonly user: string | null
  readonly application: string | null
  /** When its transaction began, ISO text; null where the server does not tell. */
  readonly since: string | null
}

export interface WatchOptions {
  /** The watched client. */
  readonly client: pg.Client
  /** Opens the session that looks; it is closed by `stop`. */
  connect(): Promise<pg.Client>
  /** How often is looked. Default 1,000. */
  readonly lookMs?: number | undefined
  /** How long an answer that the server has given may stay away. Default 15,000. */
  readonly silentMs?: number | undefined
  /** Told when others begin to keep the statement waiting. */
  onHeld(holders: readonly Holder[]): void
}

/** Looks from a second session at statements that take long. */
export interface SessionWatch {
  /** @param pid The process at the server that runs the statement. */
  during<T>(statement: () => Promise<T>, pid: string): Promise<T>
  /** Who kept the last statement waiting when it was last looked at. */
  holders(): readonly Holder[]
  stop(): Promise<void>
}

const LOOK = `SELECT s.state, s.wait_event,
    (SELECT coalesce(json_agg(json_build_object('pid', h.pid, 'user', h.usename, 'application', h.application_name,
      'since', h.xact_start) ORDER BY h.pid), '[]') FROM pg_stat_activity AS h WHERE h.pid = ANY(pg_blocking_pids(s.pid))) AS holders
  FROM pg_stat_activity AS s WHERE s.pid = $1`

interface Sight {
  readonly state: string | null
  readonly wait_event: string | null
  readonly holders: readonly Holder[]
}

/**
 * Sees what the watched session cannot: who keeps its statement waiting, and that the server is done with it or gone while
 * no answer arrives. A connection that has fallen silent is cut then, so that its statement fails instead of waiting for ever.
 */
export function watchSession(options: WatchOptions): SessionWatch {
  const { client, lookMs = 1_000, silentMs = 15_000 } = options
  const socket = client.connection.stream
  let helper: Promise<pg.Client> | undefined
  /** The session that has seen ours: another may be on another server, or not come about at all. */
  let witness: Promise<pg.Client> | undefined
  let holders: readonly Holder[] = []

  async function look(pid: string): Promise<Sight | 'gone' | 'unknown'> {
    helper ??= options.connect()
    const own = helper
    try {
      const { rows } = await (await own).query<Sight>(LOOK, [pid])
      if (rows[0] === undefined) return own === witness ? 'gone' : 'unknown'
      witness = own
      return rows[0]
    } catch (error) {
      helper = undefined
      void own.then((lost) => lost.end()).catch(() => undefined)
      // A server that refuses has answered; one that cannot be reached any more may be gone with our session.
      const refused = error instanceof Error && 'severity' in error
      return refused || witness === undefined ? 'unknown' : 'gone'
    }
  }

  /** The server does not know that we are gone: else its process would keep its locks, and us waiting for it. */
  async function end(pid: string): Promise<void> {
    const own = await helper?.catch(() => undefined)
    await own?.query('SELECT pg_terminate_backend($1)', [pid]).catch(() => undefined)
  }

  function tell(found: readonly Holder[]): void {
    const isNew = found.some(({ pid }) => !holders.some((known) => known.pid === pid))
    holders = found
    if (isNew) options.onHeld(found)
  }

  return {
    async during(statement, pid) {
      holders = []
      let ended = false
      let timer: NodeJS.Timeout | undefined
      let silentSince: number | undefined
      let sent = -1
      const next = () => {
        if (!ended) timer = setTimeout(() => void watch(), lookMs)
      }
      const watch = async () => {
        const sight = await look(pid)
        if (ended) return
        if (typeof sight === 'object' && sight.holders.length > 0) tell(sight.holders)
        const isSending = bytesOf(socket) !== sent
        sent = bytesOf(socket)
        if (!isSilent(sight, isSending)) silentSince = undefined
        else silentSince ??= performance.now()
        if (silentSince === undefined || performance.now() - silentSince < silentMs) return next()
        if (sight !== 'gone') await end(pid)
        socket.destroy(new Error('connection terminated: nothing came from the server any more'))
      }
      next()
      try {
        return await statement()
      } finally {
        ended = true
        clearTimeout(timer)
      }
    },
    holders: () => holders,
    async stop() {
      const last = await helper?.catch(() => undefined)
      await last?.end().catch(() => undefined)
    },
  }
}

/** Whether the server does not work on the statement that we wait for: it is done or gone, or it waits for us likewise. */
function isSilent(sight: Sight | 'gone' | 'unknown', isSending: boolean): boolean {
  if (typeof sight === 'string') return sight === 'gone'
  return sight.state?.startsWith('idle') === true || (!isSending && sight.wait_event === 'ClientRead')
}

function bytesOf(socket: pg.Connection['stream']): number {
  return 'bytesWritten' in socket && typeof socket.bytesWritten === 'number' ? socket.bytesWritten : -1
}
