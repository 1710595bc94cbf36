import type { Capabilities } from '../../capabilities/capabilities.ts'
import type { Suite } from './open-suite.ts'

/** One thing that every destination must do, or refuse. Bind it to any test runner. */
export interface SuiteCase {
  /** A sentence of behaviour, unique among the cases of a place. */
  readonly name: string
  /** How long it may take on a slow machine, in milliseconds. */
  readonly timeoutMs: number
  /** @throws AssertionError where the destination behaves in another way. */
  run(suite: Suite): Promise<void>
}

/** What decides which cases a destination gets: what it can do is tested, what it cannot do is tested to be refused. */
export interface SuiteAbilities {
  readonly capabilities: Capabilities
  /** The table format that all resources of the suite ask for. Absent: the destination's own tables. */
  readonly tableFormat?: string
}

/** A case with the usual patience. */
export function suiteCase(name: string, run: SuiteCase['run'], timeoutMs = 60_000): SuiteCase {
  return { name, timeoutMs, run }
}
