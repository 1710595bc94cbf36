import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { packageVersion } from '../config/own-package.ts'
import { isTable } from '../config/value-at.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { describeSource, type FoundSource } from '../sources/known/found-source.ts'
import { readKnownSource } from '../sources/known/read-known-sources.ts'
import { filesOf, type ProjectFile } from './project-files.ts'
import { knownTemplate, type PipelineFormat } from './templates/known-template.ts'
import { type Written, writeProject } from './write-project.ts'

/** What `tolva init` is asked for. */
export interface ProjectRequest {
  /** A name of the index: `github`, `rest_api`. */
  readonly source: string
  readonly destination: string
  /** Absolute. */
  readonly dir: string
  /** What the project's parts are called by; the source's name by default. */
  readonly name?: string
  readonly format?: PipelineFormat
}

/** A project that was made, and what is still to be done. */
export interface MadeProject extends Written {
  readonly dir: string
  readonly source: FoundSource['name']
  /** false: never run against the real API. */
  readonly verified: boolean
  /** The pipeline file. */
  readonly script: string
  readonly pipeline: string
  readonly dataset: string
  /** Keys of `.dlt/secrets.toml` and of `.dlt/config.toml` to fill in, and how the person comes by them. */
  readonly secrets: FoundSource['secrets']
  readonly settings: FoundSource['settings']
  /** Commands and tasks, in their order, from the project's folder. */
  readonly next: readonly string[]
}

/**
 * Writes a project that loads a source of the index; files that are there already are kept.
 * @throws ConfigError code `unknown_source`, `unknown_destination`, `bad_name` or `document_needed`.
 */
export async function makeProject(request: ProjectRequest): Promise<MadeProject> {
  const { source, destination, dir, name, format } = request
  if (name !== undefined) checkName(name)
  const known = await readKnownSource(source)
  if (known.kind === 'openapi') {
    throw new ConfigError('a project from an OpenAPI document needs the document', {
      code: 'document_needed',
      hint: `tolva init openapi FILE-OR-URL ${destination}`,
    })
  }
  const template = knownTemplate(known, { ...(name !== undefined && { name }), ...(format && { format }) })
  const files = filesOf(template, { destination, projectName: basename(dir), version: await packageVersion() })
  const written = await writeProject(dir, files)
  const { script, pipeline, dataset, section } = template
  const found = describeSource({ ...known, sourceName: section })
  const next = [
    ...(await installCommands(dir, files, written)),
    ...(await moduleCommand(dir, script, written)),
    ...(await ignoreSecrets(dir, written)),
    ...fillIn('secrets.toml', files, written),
    ...fillIn('config.toml', files, written),
    ...(known.kind === 'rest_api' && known.docsUrl === undefined
      ? [`fill in the address and the resources in ${script}`]
      : []),
    ...(known.kind === 'rest_api' ? [`npx tolva rest check ${script}`] : []),
    `npx tolva run ${script}`,
  ]
  const { verified, secrets, settings } = found
  return { dir, source, verified, script, pipeline, dataset, secrets, settings, ...written, next }
}

function checkName(name: string): void {
  if (/^[a-z][a-z0-9_]*$/.test(name)) return
  throw new ConfigError(`${name} is no name for a pipeline`, {
    code: 'bad_name',
    hint: 'begin with a letter; then lower case, digits and underscores: --name my_shop',
  })
}

/** Nothing where the package.json that is there has all of it. */
async function installCommands(
  dir: string,
  files: readonly ProjectFile[],
  { kept }: Written,
): Promise<readonly string[]> {
  if (!kept.includes('package.json')) return ['npm install']
  const present = manifestOf(await readFile(join(dir, 'package.json'), 'utf8'))
  const wanted = manifestOf(files.find(({ path }) => path === 'package.json')?.text ?? '{}')
  // The package itself may be what is worked on.
  const missing = [...wanted.dependencies].filter((name) => !present.dependencies.has(name) && name !== present.name)
  return missing.length === 0 ? [] : [`npm install ${missing.join(' ')}`]
}

/** `npm init -y` says commonjs, and a script that imports does not run there. */
export async function moduleCommand(dir: string, script: string, { kept }: Written): Promise<readonly string[]> {
  if (!script.endsWith('.ts') || !kept.includes('package.json')) return []
  const { type } = parsed(await readFile(join(dir, 'package.json'), 'utf8'))
  return type === 'commonjs' ? ['npm pkg set type=module'] : []
}

function manifestOf(text: string): { readonly name: unknown; readonly dependencies: ReadonlySet<string> } {
  const manifest = parsed(text)
  const parts = [manifest.dependencies, manifest.devDependencies, manifest.peerDependencies]
  const dependencies = parts.flatMap((part) => (isTable(part) ? Object.keys(part) : []))
  return { name: manifest.name, dependencies: new Set(dependencies) }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return isTable(value) ? value : {}
  } catch {
    return {}
  }
}

/** A list that was there before may leave the secrets to git. */
async function ignoreSecrets(dir: string, { kept }: Written): Promise<readonly string[]> {
  if (!kept.includes('.gitignore')) return []
  const ignored = await readFile(join(dir, '.gitignore'), 'utf8')
  return /secrets\.toml|^\/?\.dlt\/?$/m.test(ignored) ? [] : ['add .dlt/secrets.toml to .gitignore']
}

/** Of a file that was there before, only what it got is known to be open. */
function fillIn(name: string, files: readonly ProjectFile[], { kept }: Written): readonly string[] {
  const path = `.dlt/${name}`
  const text = files.find((file) => file.path === path)?.text ?? ''
  const open = [...text.matchAll(/^(\w+) = "<configure me>"/gm)].map(([, key]) => key)
  if (open.length === 0) return []
  return [`${kept.includes(path) ? 'see that this is there in' : 'fill in'} ${join('.dlt', name)}: ${open.join(', ')}`]
}
