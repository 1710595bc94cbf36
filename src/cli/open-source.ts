import { access } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import type { Source } from '../contracts/resource.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import type { CliContext } from './cli-context.ts'
import { importScript } from './import-script.ts'
import { locatedError } from './located-error.ts'

/** A source that a file declares or exports. */
export interface OpenedSource {
  readonly source: Source
  /** `yaml` also for JSON: names are in snake_case. */
  readonly language: 'yaml' | 'typescript'
  /** Gives an error the line of the file, where that is known. */
  readonly located: (error: unknown) => unknown
}

/**
 * The sources of a pipeline file: the declared one, or those that a script exports (sources, and functions that make one
 * without arguments). A script that runs a pipeline by itself only plans meanwhile.
 *
 * @throws ConfigError where there is no such file or no source in it.
 */
export async function openSources(file: string, context: CliContext): Promise<readonly OpenedSource[]> {
  const path = resolve(context.cwd, file)
  await access(path).catch(() => {
    throw new ConfigError(`there is no file ${path}`, { code: 'no_file', hint: 'check the name' })
  })
  if (['.yaml', '.yml', '.json'].includes(extname(path))) return [await declared(path, context)]
  const found = sourcesOf(await context.withStdoutAsStderr(() => importedDry(path)))
  if (found.length > 0) return found.map((source) => ({ source, language: 'typescript', located: (error) => error }))
  throw new ConfigError(`${path} exports no source`, {
    code: 'no_source',
    hint: 'export it: export const api = restApiSource({ … })',
    context: { file: path },
  })
}

async function declared(path: string, context: CliContext): Promise<OpenedSource> {
  const { readDeclaration } = await import('./read-declaration.ts')
  const declaration = await readDeclaration(path)
  const located = (error: unknown) => locatedError(error, declaration)
  const library = await context.library()
  try {
    const source = await library.declarativeSource(declaration.sourceName, declaration.source)
    return { source, language: 'yaml', located }
  } catch (error) {
    throw located(error)
  }
}

async function importedDry(path: string): Promise<unknown> {
  const before = process.env.TOLVA_DRY_RUN
  process.env.TOLVA_DRY_RUN = '1'
  try {
    return await importScript(path)
  } finally {
    if (before === undefined) delete process.env.TOLVA_DRY_RUN
    else process.env.TOLVA_DRY_RUN = before
  }
}

function sourcesOf(loaded: unknown): readonly Source[] {
  if (typeof loaded !== 'object' || loaded === null) return []
  const made = Object.entries(loaded).map(([name, value]: [string, unknown]) =>
    typeof value === 'function' && value.length === 0 && name !== 'main' && name !== 'default'
      ? Reflect.apply(value, undefined, [])
      : value,
  )
  return [...new Set(made.filter(isSource))]
}

function isSource(value: unknown): value is Source {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'source' && 'pick' in value
}
