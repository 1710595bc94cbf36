import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { packageFolder } from '../../config/own-package.ts'
import { ConfigError, InternalError } from '../../errors/tolva-error.ts'
import { IndexFile } from './index-file.ts'
import type { KnownSource } from './known-source.ts'
import { nearestSources } from './nearest-sources.ts'

/** All sources of the index that this package brings, by name. */
export async function listKnownSources(): Promise<readonly KnownSource[]> {
  return Promise.all((await knownNames()).map(readFileOf))
}

/**
 * One source of the index.
 * @throws ConfigError code `unknown_source`, with those whose names are near.
 */
export async function readKnownSource(name: string): Promise<KnownSource> {
  const names = await knownNames()
  if (names.includes(name)) return readFileOf(name)
  const near = nearestSources(name, names)
  throw new ConfigError(`there is no source ${name} in the index`, {
    code: 'unknown_source',
    hint: [
      near.length > 0 ? `did you mean ${near.join(', ')}?` : 'tolva init --list-sources shows all of them.',
      `For any other API: tolva init rest_api duckdb --name ${plainName(name)}, and tolva rest detect URL --name ${plainName(name)} for its first resource`,
    ].join(' '),
    context: { source: name, near },
  })
}

async function knownNames(): Promise<readonly string[]> {
  const files = await readdir(indexFolder())
  return files.flatMap((file) => (file.endsWith('.yaml') ? [path.basename(file, '.yaml')] : [])).sort()
}

async function readFileOf(name: string): Promise<KnownSource> {
  return parseKnownSource(name, await readFile(path.join(indexFolder(), `${name}.yaml`), 'utf8'))
}

function indexFolder(): string {
  return path.join(packageFolder(), 'known-sources')
}

/**
 * A file of the index, checked.
 * @throws InternalError code `bad_index_file`.
 */
export function parseKnownSource(name: string, text: string): KnownSource {
  const { success, data, error } = IndexFile.safeParse(parse(text))
  if (!success) {
    const issues = error.issues.map(({ path: at, message }) => `${at.join('.') || 'the file'}: ${message}`)
    throw new InternalError(`known-sources/${name}.yaml is not a source: ${issues.join('; ')}`, {
      code: 'bad_index_file',
      hint: 'see CONTRIBUTING.md, A new known source',
      context: { source: name },
    })
  }
  const { docs_url: docsUrl, source, secrets, settings, ...rest } = data
  return {
    ...rest,
    name,
    docsUrl,
    source,
    sourceName: source?.name ?? name,
    secrets: secrets.map(fieldOf),
    settings: settings.map(fieldOf),
    text,
  }
}

function fieldOf({
  example,
  ...field
}: {
  readonly field: string
  readonly description: string
  readonly example?: string | undefined
}) {
  return { ...field, ...(example !== undefined && { example }) }
}

/** A name that a source may have, whatever was typed. */
function plainName(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^[^a-z]+|_+$/g, '') || 'my_api'
  )
}
