import type { Page } from '../contracts/page.ts'
import { SourceError, TolvaError } from '../errors/tolva-error.ts'
import type { Run } from './extract.ts'
import type { OpenPart } from './open-part.ts'

/** Ends the reading of everything because the run is to stop; never leaves this folder. */
export class Stopped extends Error {}

/**
 * The next page of a part.
 * @throws SourceError `resource_failed` around what a resource's own code throws; tolva's errors with the resource in their
 *   context; the signal's reason; `Stopped`.
 */
export async function nextPage(part: OpenPart, run: Run): Promise<IteratorResult<Page<unknown>>> {
  const { signal } = run.context
  signal.throwIfAborted()
  if (run.stop?.aborted) throw new Stopped()
  try {
    const next = await part.pages.next()
    signal.throwIfAborted()
    return next
  } catch (cause) {
    if (signal.aborted && !(cause instanceof TolvaError)) throw cause
    const failure = asFailure(cause, part.stream.resource.name)
    if (!signal.aborted) await run.journal?.failed(part.stream.resource.name, failure)
    throw failure
  }
}

function asFailure(cause: unknown, resource: string): TolvaError {
  if (cause instanceof TolvaError) {
    Object.assign(cause.context, { resource: cause.context.resource ?? resource })
    return cause
  }
  return new SourceError(`resource ${resource} failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
    code: 'resource_failed',
    hint: 'Mend the code of the resource; the cause has its stack.',
    context: { resource },
    cause,
  })
}
