import { access } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { type AskedConfig, askedDuring, askingReader } from '../config/asked-config.ts'
import { createConfigReader } from '../config/resolve.ts'
import type { ExpectedKey } from '../config/secret-files/check-secrets.ts'
import { tomlKey } from '../config/secret-files/leaves.ts'
import { suggestedPath, withEmbedded } from '../config/section-paths.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import type { CliContext } from './cli-context.ts'
import { openSources } from './open-source.ts'
import { withVariables } from './with-variables.ts'

/**
 * What a pipeline file needs of the configuration. Its code is run up to the point where sources and destination are opened:
 * nothing is requested and nothing is loaded. A script is imported, so ask in a process of its own where one may change.
 *
 * @throws what keeps the file from being run.
 */
export async function expectedSecrets(file: string, context: CliContext): Promise<readonly ExpectedKey[]> {
  const ran = await askedDuring(() => context.withStdoutAsStderr(() => runAsking(file, context)))
  if (ran.asked.length > 0 || isConfigOnly(ran.error)) return keysOf(ran.asked)
  if (ran.error !== undefined) throw ran.error
  const opened = await askedDuring(() => openAsking(file, context))
  if (opened.error instanceof ConfigError && opened.error.code === 'no_source' && opened.asked.length === 0) return []
  if (opened.error !== undefined && opened.asked.length === 0) throw opened.error
  return keysOf(opened.asked)
}

function runAsking(file: string, context: CliContext): Promise<unknown> {
  return withVariables({ TOLVA_DRY_RUN: 'config' }, async () => {
    const path = resolve(context.cwd, file)
    await access(path).catch(() => {
      throw new ConfigError(`there is no file ${path}`, { code: 'no_file', hint: 'check the name' })
    })
    if (['.yaml', '.yml', '.json'].includes(extname(path))) return runDeclared(path, context)
    const { importScript } = await import('./import-script.ts')
    const main = mainOf(await importScript(path))
    return main?.()
  })
}

async function runDeclared(path: string, context: CliContext): Promise<unknown> {
  const { readDeclaration } = await import('./read-declaration.ts')
  const declared = await readDeclaration(path)
  const library = await context.library()
  const source = await library.declarativeSource(declared.sourceName, declared.source)
  return library.pipeline({ ...declared.pipeline, projectDir: context.cwd }).run(source, { signal: context.signal })
}

/** A script that only exports its sources is run by nobody. */
async function openAsking(file: string, context: CliContext): Promise<void> {
  const reader = askingReader(createConfigReader({ projectDir: context.cwd, env: context.env }))
  for (const { source } of await openSources(file, context)) await source.resources(reader)
}

function mainOf(loaded: unknown): (() => unknown) | undefined {
  if (typeof loaded !== 'object' || loaded === null) return undefined
  const found: unknown = Reflect.get(loaded, 'main') ?? Reflect.get(loaded, 'default')
  return typeof found === 'function' ? () => Reflect.apply(found, undefined, [{}]) : undefined
}

function isConfigOnly(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'config_only'
}

/** Each key once: required where it is so once, secret where it is so once. */
function keysOf(asked: readonly AskedConfig[]): readonly ExpectedKey[] {
  const all = Map.groupBy(asked, ({ request, pipelineName }) => `${pipelineName ?? ''} ${keyOf(request)}`)
  const keys = [...all.values()].map(keyFrom).filter(isTold)
  const whole = keys.filter(({ secret, optional, key }) => secret && !optional && key.endsWith('.credentials'))
  // One connection string stands for all fields below it.
  return keys.filter(({ key }) => !whole.some((one) => key.startsWith(`${one.key}.`)))
}

function keyFrom(asked: readonly AskedConfig[]): ExpectedKey {
  const requests = asked.map(({ request }) => request)
  const [request = { sections: [], field: '', secret: false, required: false }] = requests
  const secret = requests.some((one) => one.secret)
  const description = requests.find((one) => one.description !== undefined)?.description
  const name = asked[0]?.pipelineName
  return {
    key: keyOf(request),
    type: TYPES[request.type ?? 'text'],
    secret,
    optional: !requests.some((one) => one.required),
    ...(description !== undefined && { description }),
    request: { ...request, secret },
    ...(name !== undefined && { pipelineName: name }),
  }
}

const TYPES = { text: 'string', bigint: 'integer', double: 'float', bool: 'boolean', json: 'table' } as const

/** Settings of destinations and of the runtime that nobody must give are left to the documentation. */
function isTold({ request, secret, optional }: ExpectedKey): boolean {
  return secret || !optional || (request.sections[0] === 'sources' && request.embedded === undefined)
}

function keyOf({ sections, embedded, field }: AskedConfig['request']): string {
  return tomlKey([...suggestedPath(withEmbedded(sections, embedded ?? [])), field])
}
