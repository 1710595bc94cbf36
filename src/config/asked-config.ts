import { channel } from 'node:diagnostics_channel'
import type { ConfigLookup, TracedConfigReader } from './resolve.ts'
import { withStandIns } from './stand-in-secrets.ts'

/** One value that a run would ask for. */
export interface AskedConfig {
  readonly request: ConfigLookup
  readonly pipelineName: string | undefined
}

/** Tells of it, also to another copy of the library in this process: a script imports its own. */
const ASKED = channel('tolva.config-asked')

/** A reader that tells what is asked for, and gives what nobody will send where a secret is missing. */
export function askingReader(reader: TracedConfigReader, pipelineName?: string): TracedConfigReader {
  const standing = withStandIns(reader)
  const tell = (request: ConfigLookup) => ASKED.publish({ request, pipelineName } satisfies AskedConfig)
  return {
    ...standing,
    asksOnly: true,
    lookUp(request) {
      tell(request)
      return standing.lookUp(request)
    },
    read(request) {
      tell(request)
      return standing.read(request)
    },
  }
}

/** Runs work and lists what its readers were asked for, in order, along with the error that it ended with. */
export async function askedDuring(
  work: () => Promise<unknown>,
): Promise<{ readonly asked: readonly AskedConfig[]; readonly error: unknown }> {
  const asked: AskedConfig[] = []
  const note = (message: unknown) => {
    if (isAsked(message)) asked.push(message)
  }
  ASKED.subscribe(note)
  try {
    await work()
    return { asked, error: undefined }
  } catch (error) {
    return { asked, error }
  } finally {
    ASKED.unsubscribe(note)
  }
}

function isAsked(message: unknown): message is AskedConfig {
  return typeof message === 'object' && message !== null && 'request' in message
}
