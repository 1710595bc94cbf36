import { createConfigReader } from '../../../src/config/resolve.ts'
import type { Context } from '../../../src/contracts/context.ts'
import type { Resource } from '../../../src/contracts/resource.ts'
import { TolvaError } from '../../../src/errors/tolva-error.ts'
import { extract } from '../../../src/extract/extract.ts'
import { rowsOf } from '../../../src/extract/rows-of.ts'
import { silentLogger } from '../../../src/log/logger.ts'
import { checkConfig } from '../../../src/sources/rest-api/check-config.ts'
import { fromSnakeCase } from '../../../src/sources/rest-api/from-snake-case.ts'
import { restApiSource } from '../../../src/sources/rest-api/rest-api-source.ts'
import type { MockServer } from './mock-server.ts'
import type { ExpectedRequest, RestCase } from './rest-case.ts'

/** What a run came to. */
export interface ActualRun {
  readonly requests: readonly ExpectedRequest[]
  readonly rows: Readonly<Record<string, readonly unknown[]>>
  readonly error: {
    readonly phase: 'config' | 'extract'
    readonly code: string
    readonly text: string
    readonly all: string
  } | null
  readonly state: Readonly<Record<string, unknown>>
  /** undefined: the configuration was refused. */
  readonly resources: readonly Resource<string, unknown>[] | undefined
}

/** Runs a case once over kept state, which follows only where the run succeeds. */
export async function playRestCase(
  doc: RestCase,
  server: MockServer,
  states: Map<string, Record<string, unknown>>,
): Promise<ActualRun> {
  const rows: Record<string, unknown[]> = {}
  const runStates = new Map(structuredClone([...states]))
  let resources: readonly Resource<string, unknown>[] | undefined
  let error: ActualRun['error'] = null
  try {
    resources = await openResources(doc, server)
    for (const { name, selected } of resources) if (selected) rows[name] = []
    const extracted = extract(resources, { context: quietContext(), state: (name) => stateOf(runStates, name) })
    for await (const { resource, page } of extracted) {
      rows[resource.name]?.push(...rowsOf(page).map(server.delocalize))
    }
    for (const [name, state] of runStates) states.set(name, state)
  } catch (cause) {
    if (!(cause instanceof TolvaError)) throw cause
    error = {
      phase: resources === undefined ? 'config' : 'extract',
      code: cause.code,
      text: cause.toString(),
      all: JSON.stringify(cause.context),
    }
  }
  return { requests: server.takeRequests(), rows, error, state: Object.fromEntries(runStates), resources }
}

async function openResources(doc: RestCase, server: MockServer): Promise<readonly Resource<string, unknown>[]> {
  const config = fromSnakeCase(server.localize(doc.config))
  checkConfig(config)
  const env = { RUNTIME__REQUEST_BACKOFF_FACTOR: '0.01', ...doc.env }
  const reader = createConfigReader({ projectDir: '/nonexistent', env, secretsDir: '/nonexistent' })
  return restApiSource({ ...config, name: 'rest_api' }).resources(reader)
}

function quietContext(): Context {
  return {
    signal: new AbortController().signal,
    logger: silentLogger,
    now: Date.now,
    emit: () => {},
    projectDir: '/nonexistent',
  }
}

function stateOf(states: Map<string, Record<string, unknown>>, name: string): Record<string, unknown> {
  const state = states.get(name) ?? {}
  states.set(name, state)
  return state
}
