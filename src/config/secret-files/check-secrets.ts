import type { LookupTrace } from '../config-place.ts'
import { type Environment, environmentKey } from '../environment.ts'
import { type ConfigLookup, createConfigReader, type LookupResult } from '../resolve.ts'
import { Secret } from '../secret.ts'
import { tomlKey, tomlName } from './leaves.ts'
import { isUnfilled } from './unfilled.ts'

/** A value that a source or a destination asks for. */
export interface ExpectedKey {
  /** Dotted, as it is best written. */
  readonly key: string
  readonly type: 'string' | 'integer' | 'float' | 'boolean' | 'table'
  readonly secret: boolean
  /** true: there is a default, or it works without. */
  readonly optional: boolean
  readonly description?: string
  readonly request: ConfigLookup
  /** Values in sections that begin with its name win. */
  readonly pipelineName?: string
}

/** What a run will find for a key; never its value. */
export interface ExpectedKeyStatus extends Omit<ExpectedKey, 'request' | 'pipelineName'> {
  readonly status: 'set' | 'placeholder' | 'missing'
  /** File or place that has it. */
  readonly foundIn: string | null
  readonly lookedIn: readonly LookupTrace[]
  /** What to write where, while it is not set. */
  readonly put: { readonly file: string; readonly lines: string; readonly environment: string } | null
}

/** Looks each key up as a run would, and says which are set and what is to be done about the others. */
export async function checkSecrets({
  folder,
  expected,
  env,
}: {
  readonly folder: string
  readonly expected: readonly ExpectedKey[]
  readonly env: Environment
}): Promise<readonly ExpectedKeyStatus[]> {
  const readers = new Map(
    [...new Set(expected.map((one) => one.pipelineName))].map((name) => [name, readerOf(folder, env, name)]),
  )
  return Promise.all(
    expected.map(async ({ request, pipelineName, ...key }) => {
      const found = await (readers.get(pipelineName) ?? readerOf(folder, env, pipelineName)).lookUp({
        ...request,
        required: false,
      })
      return statusOf(key, found)
    }),
  )
}

function readerOf(projectDir: string, env: Environment, pipelineName: string | undefined) {
  return createConfigReader({ projectDir, env, ...(pipelineName !== undefined && { pipelineName }) })
}

function statusOf(key: Omit<ExpectedKey, 'request' | 'pipelineName'>, found: LookupResult): ExpectedKeyStatus {
  const hit = found.trace.find(({ outcome }) => outcome === 'found')
  const left = found.trace.find(({ outcome }) => outcome === 'placeholder')
  const text = found.value instanceof Secret ? found.value.reveal() : found.value
  const status = hit === undefined ? (left ? 'placeholder' : 'missing') : isUnfilled(text) ? 'placeholder' : 'set'
  const where = hit ?? left
  const { section, field, secret } = found.missing
  const heading = section.length === 0 ? '' : `[${tomlKey(section)}]\n`
  return {
    ...key,
    status,
    foundIn: where === undefined ? null : (where.file ?? where.place),
    lookedIn: found.trace,
    put:
      status === 'set'
        ? null
        : {
            file: secret ? '.dlt/secrets.toml' : '.dlt/config.toml',
            lines: `${heading}${tomlName(field)} = "<configure me>"`,
            environment: environmentKey([...section, field]),
          },
  }
}
