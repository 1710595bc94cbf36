import { ConfigError } from '../errors/tolva-error.ts'
import { spanText } from '../values/span-text.ts'
import { LEASE, type LeaseHolder } from './lease-holder.ts'
import type { WorkingFolder } from './working-folder.ts'

/** The error that names who holds the lease, and since when. */
export function lockedError({ pipeline, storage }: WorkingFolder, holder: LeaseHolder, now: number): ConfigError {
  const { pid, host } = holder
  const since = new Date(holder.since).toISOString()
  return new ConfigError(
    `pipeline ${pipeline} is running in process ${pid} on ${host} since ${since} (${spanText(now - holder.since)})`,
    {
      code: 'locked',
      hint:
        `Wait for it to end, or end process ${pid}; a lease of a dead process is taken over. ` +
        `Where it is not a run any more: tolva pipeline ${pipeline} unlock --force`,
      context: { pipeline, file: storage.localPath(LEASE), pid, host, since },
    },
  )
}
