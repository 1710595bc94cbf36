import type { ResourceContext } from '../../src/contracts/resource.ts'
import { silentLogger } from '../../src/log/logger.ts'

/** What a resource is opened with where nobody listens. */
export function quietContext(resource: string): ResourceContext {
  return {
    signal: new AbortController().signal,
    logger: silentLogger,
    now: Date.now,
    emit: () => {},
    projectDir: '/nonexistent',
    state: {},
    sourceState: {},
    resource,
  }
}
