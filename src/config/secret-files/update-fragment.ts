import { randomUUID } from 'node:crypto'
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { ConfigError } from '../../errors/tolva-error.ts'
import { valueAt } from '../value-at.ts'
import { withValue } from './edit-toml.ts'
import { knownSecretFile } from './known-files.ts'
import { type Leaf, leavesOf, tomlKey } from './leaves.ts'
import { refuseLive } from './live-secret.ts'
import { parseToml, readToml } from './read-file.ts'
import { type RedactedSecrets, readRedacted } from './read-redacted.ts'
import { isUnfilled } from './unfilled.ts'

/** Lines of TOML for one of the project's secrets files. */
export interface FragmentUpdate {
  readonly folder: string
  readonly file: string
  /** TOML; a literal `\n` counts as a line break where there is no other. */
  readonly fragment: string
}

/**
 * Writes placeholders and harmless settings into a secrets file, and nothing else: values that are set stay, and so do
 * comments, order and all other lines.
 * @returns the file's new shape.
 * @throws ConfigError codes `unknown_secrets_file`, `bad_toml`, `live_secret`, `already_set`, `cannot_edit`.
 */
export async function updateFragment({ folder, file, fragment }: FragmentUpdate): Promise<RedactedSecrets> {
  const { absolute, path } = await knownSecretFile(folder, file)
  const wanted = leavesOf(await parseToml(withLineBreaks(fragment), 'the fragment'))
  refuseLive(wanted, path)
  const { text, document } = await readToml(absolute, path)
  const missing = wanted.filter((leaf) => !stands(document, leaf, path))
  const edited = missing.reduce(
    (before, leaf) => withValue(before, { path: leaf.path, literal: literalOf(leaf) }),
    text,
  )
  if (edited !== text) {
    await refuseOtherChanges(edited, { document, missing, path })
    await replaceFile(absolute, edited)
  }
  return readRedacted(folder, file)
}

function withLineBreaks(fragment: string): string {
  return fragment.includes('\n') ? fragment : fragment.replaceAll('\\n', '\n')
}

/** true where the very placeholder is there already. @throws where something is set: nobody may find out what, so it is not compared. */
function stands(document: unknown, { path, value }: Leaf, file: string): boolean {
  const before = valueAt(document, path)
  if (before === undefined) return false
  if (isUnfilled(before)) return before === value
  throw new ConfigError(`${tomlKey(path)} is set in ${file} already: it was not overwritten`, {
    code: 'already_set',
    hint: `leave it, or let the person change it in ${file} with an editor`,
  })
}

function literalOf({ path, value }: Leaf): string {
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value))
    return Number.isInteger(value) ? value.toFixed(1) : String(value)
  if (Array.isArray(value)) return `[${value.map((inner: unknown) => literalOf({ path, value: inner })).join(', ')}]`
  throw cannotEdit(tomlKey(path))
}

/** Lines are edited as text, so what came of it is read again: all that was there must be there, and nothing beside what was asked for. */
async function refuseOtherChanges(
  edited: string,
  { document, missing, path }: { readonly document: unknown; readonly missing: readonly Leaf[]; readonly path: string },
): Promise<void> {
  const after = await parseToml(edited, path).catch(() => undefined)
  const expected = new Map(leavesOf(document).map((leaf) => [tomlKey(leaf.path), leaf.value]))
  for (const leaf of missing) expected.set(tomlKey(leaf.path), leaf.value)
  const found = new Map(leavesOf(after).map((leaf) => [tomlKey(leaf.path), leaf.value]))
  if (!isDeepStrictEqual(found, expected)) throw cannotEdit(missing.map((leaf) => tomlKey(leaf.path)).join(', '))
}

function cannotEdit(keys: string): ConfigError {
  return new ConfigError(`${keys} cannot be written between the lines that are there: nothing was written`, {
    code: 'cannot_edit',
    hint: 'let the person add it with an editor',
  })
}

/** Whole or not at all, and readable by its owner only. */
async function replaceFile(absolute: string, text: string): Promise<void> {
  const beside = `${absolute}.${randomUUID()}`
  await mkdir(dirname(absolute), { recursive: true })
  try {
    await writeFile(beside, text, { mode: 0o600, flag: 'wx' })
    await chmod(beside, 0o600)
    await rename(beside, absolute)
  } finally {
    await rm(beside, { force: true })
  }
}
