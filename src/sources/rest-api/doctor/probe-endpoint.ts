import { createConfigReader } from '../../../config/resolve.ts'
import type { Asking } from '../../../contracts/answered.ts'
import type { ConfigReader, Resource, Source } from '../../../contracts/resource.ts'
import { ConfigError } from '../../../errors/tolva-error.ts'
import { unknownResource } from '../../../extract/unknown-resource.ts'
import { silentLogger } from '../../../log/logger.ts'
import { describeProbe, type EndpointProbe } from './describe-probe.ts'
import { probeRequest } from './probe-request.ts'
import { cursorOf } from './probe-resource.ts'

export type { EndpointProbe } from './describe-probe.ts'

export interface ProbeOptions {
  /** Whose declaration is asked with; the first that needs no rows of another by default. */
  readonly resource?: string
  /** Instead of the resource's own: below the base URL of the declared client. */
  readonly path?: string
  /** Query parameters, over those that are declared. */
  readonly params?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** Where `.dlt/` is looked for; the working directory by default. */
  readonly projectDir?: string
  /** Instead of the files and the environment. */
  readonly reader?: ConfigReader
}

/**
 * Sends one request with the declared client of a REST source: credentials go along and are never shown. It stays at the origin of
 * the declared base URL; redirects to another one are told, not followed.
 *
 * @throws ConfigError `other_origin`, `needs_path`, `unknown_resource`, `not_rest`; SourceError where nothing answers.
 */
export async function probeEndpoint(source: Source, options: ProbeOptions = {}): Promise<EndpointProbe> {
  const { projectDir = process.cwd(), signal = new AbortController().signal } = options
  const reader = options.reader ?? createConfigReader({ projectDir, env: process.env })
  const resource = chosen(await source.resources(reader), options, source.name)
  let probe: EndpointProbe | undefined
  const context = {
    signal,
    logger: silentLogger,
    now: Date.now,
    emit() {},
    projectDir,
    state: {},
    sourceState: {},
    resource: resource.name,
    staysAtOrigin: true,
    ...cursorOf(resource),
    async instead(asking: Asking) {
      probe = await asked(asking, options)
    },
  }
  // What is no REST resource reads as ever: its first page is enough to know.
  for await (const _ of resource.open(context)) break
  if (probe !== undefined) return probe
  throw new ConfigError(`resource ${resource.name} is none of a REST API`, {
    code: 'not_rest',
    hint: 'Name one that is declared by a path; for databases and files use tolva plan.',
    context: { resource: resource.name },
  })
}

type AnyResource = Resource<string, unknown>

async function asked(asking: Asking, options: ProbeOptions): Promise<EndpointProbe> {
  const request = probeRequest(asking, options)
  const started = performance.now()
  const response = await asking.ask(request)
  const isOther = options.path !== undefined
  return describeProbe(
    { ...asking, request, response, selector: isOther ? undefined : asking.selector },
    Math.round(performance.now() - started),
  )
}

/** The resource that is asked with; for another path the one that it depends on will do, as it has the same client. */
function chosen(all: readonly AnyResource[], { resource: name, path }: ProbeOptions, source: string): AnyResource {
  const found =
    name === undefined ? (all.find(({ parent }) => parent === undefined) ?? all[0]) : named(all, name, source)
  if (found === undefined) {
    throw new ConfigError(`source ${source} has no resources`, {
      code: 'unknown_resource',
      hint: 'Declare one, be it the one that you ask about.',
    })
  }
  if (found.parent === undefined) return found
  if (path !== undefined) return topmost(found)
  throw new ConfigError(`${found.name} is asked for with rows of ${found.parent.name}`, {
    code: 'needs_path',
    hint: 'Give the path with its ids filled in, as in users/123/posts.',
    context: { resource: found.name },
  })
}

function topmost(resource: AnyResource): AnyResource {
  return resource.parent === undefined ? resource : topmost(resource.parent)
}

function named(all: readonly AnyResource[], name: string, source: string): AnyResource {
  const found = all.find((one) => one.name === name)
  if (found !== undefined) return found
  throw unknownResource(
    [name],
    all.map((one) => one.name),
    source,
  )
}
