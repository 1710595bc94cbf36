import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bumpVersion, replaceContent } from '../schema/bump-version.ts'
import { isJsonObject, objectOf } from '../schema/json-object.ts'
import type { Json, Schema } from '../schema/stored.ts'
import { fromStored, toStored } from '../schema/stored-form.ts'
import { versionHash } from '../schema/version-hash.ts'
import { isErrno } from '../storage/errno.ts'

/** The schema as a run begins with it: that of the import file where that changed since it was last taken over. */
export async function importSchema(
  dir: string | undefined,
  name: string,
  live: Schema | undefined,
): Promise<Schema | undefined> {
  const text = dir === undefined ? undefined : await readText(fileOf(dir, name))
  if (text === undefined) return live
  const { parse } = await import('yaml')
  const document: unknown = parse(text)
  const imported = fromStored(isJsonObject(document) ? document : null)
  if (live === undefined) return { ...imported, imported_version_hash: imported.version_hash }
  if (imported.version_hash === live.imported_version_hash) return live
  const { version, version_hash, previous_hashes } = live
  const content = { ...imported, version, version_hash, previous_hashes }
  const replaced = bumpVersion({ ...replaceContent(live, content), imported_version_hash: imported.version_hash })
  // The run that takes an import over counts one version, as in dlt.
  return { ...replaced, version }
}

/** Writes the import file of a schema that has none yet, from its hints alone; returns the schema linked to it. */
export async function linkImport(dir: string | undefined, schema: Schema, hinted: Schema): Promise<Schema> {
  if (dir === undefined || (await readText(fileOf(dir, schema.name))) !== undefined) return schema
  const plain = withoutProcessingHints(hinted)
  const hash = versionHash(plain)
  await exportSchema(dir, { ...plain, version: 1, version_hash: hash })
  return { ...schema, imported_version_hash: hash }
}

/** Writes `<dir>/<name>.schema.yaml`: defaults left out, as dlt does. */
export async function exportSchema(dir: string | undefined, schema: Schema): Promise<void> {
  if (dir === undefined) return
  const { stringify } = await import('yaml')
  await mkdir(dir, { recursive: true })
  const { imported_version_hash: _imported, ...stored } = toStored(schema)
  const tables = mapValues(objectOf(stored.tables), (table) => {
    const { name: _name, ...props } = objectOf(table)
    return mapValues(
      props,
      (value) => value ?? null,
      (columns) => mapValues(objectOf(columns), unnamed),
    )
  })
  await writeFile(fileOf(dir, schema.name), stringify({ ...stored, tables }, { lineWidth: 0, indentSeq: false }))
}

function unnamed(value: Json | undefined): Json {
  const { name: _name, ...props } = objectOf(value)
  return props
}

function mapValues(
  object: { readonly [key: string]: Json | undefined },
  change: (value: Json | undefined) => Json,
  changeColumns = change,
) {
  const entries = Object.entries(object)
  return Object.fromEntries(entries.map(([key, value]) => [key, (key === 'columns' ? changeColumns : change)(value)]))
}

function withoutProcessingHints(schema: Schema): Schema {
  const tables = [...schema.tables].map(([name, { 'x-normalizer': _gone, ...table }]) => [name, table] as const)
  return { ...schema, tables: new Map(tables) }
}

const fileOf = (dir: string, name: string): string => join(dir, `${name}.schema.yaml`)

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}
