import { ConfigError } from '../errors/tolva-error.ts'
import { LEASE, type LeaseHolder } from './lease-holder.ts'
import type { WorkingFolder } from './working-folder.ts'

/** The error that names who holds the lease, and since when. */
export function lockedError({ pipeline, storage }: WorkingFolder, holder: LeaseHolder, now: number): ConfigError {
  const { pid, host } = holder
  const since = new Date(holder.since).toISOString()
  return new ConfigError(
    `pipeline ${pipeline} is running in process ${pid} on ${host} since ${since} (${span(now - holder.since)})`,
    {
      code: 'locked',
      hint:
        `Wait for it to end, or end process ${pid}; a lease of a dead process is taken over. ` +
        `Where it is not a run any more: tolva pipeline ${pipeline} unlock --force`,
      context: { pipeline, file: storage.localPath(LEASE), pid, host, since },
    },
  )
}

/** `12 s`, `5 min`, `3 h`, `2 days`; a clock that was set back gives 0. */
function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} days`
}
