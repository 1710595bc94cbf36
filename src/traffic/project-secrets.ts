import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from '../config/environment.ts'
import { type Leaf, leavesOf } from '../config/secret-files/leaves.ts'
import { looksLive } from '../config/secret-files/looks-live.ts'
import { parseToml } from '../config/secret-files/read-file.ts'
import { tellsOfSecret } from '../config/secret-files/secret-name.ts'
import { isUnfilled } from '../config/secret-files/unfilled.ts'
import { settingsFolders } from '../config/toml-files.ts'
import { isTable } from '../config/value-at.ts'

/** Shorter values are words and numbers that stand in every text. */
const SHORTEST = 6

/** Lines of a key block that are shorter may be anything. */
const KEY_LINE = 24

/** Shorter parts of a value are as likely its words. */
const SHORTEST_PART = 8

/** What stands in secrets files beside secrets. */
const PLAIN =
  /^(?:host|hostname|port|database|dbname|catalog|schema|user|username|region|region_name|bucket_url|base_url|endpoint|endpoint_url|url|driver|drivername|warehouse|role|project_id|location|account|account_name|client_id|client_email|type|destination_type|auth_uri|token_uri|auth_provider_x509_cert_url|client_x509_cert_url|universe_domain|azure_storage_account_name|limit|file_format)$/i

/** Variables that are read as configuration: `SOURCES__…`, `MY_PIPELINE__SOURCES__…`. */
const OURS = /^(?:[A-Z0-9_]+__)?(?:SOURCES|DESTINATION|CREDENTIALS|PROVIDERS)__/

/** The values that must not leave the project: of all its secrets files, those in the home folder among them, and of the environment. */
export async function projectSecrets(folder: string, env: Environment): Promise<ReadonlySet<string>> {
  const files = (await Promise.all(settingsFolders(folder, env).map(tomlFilesIn))).flat()
  const read = await Promise.all(files.map((file) => leavesIn(file, env)))
  const secrets = [...read.flat(), ...variables(env), ...(await mounted('/run/secrets'))].flatMap(textsOf)
  return new Set(secrets.filter((secret) => secret.length >= SHORTEST && !isUnfilled(secret)))
}

async function tomlFilesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => /(?:secrets|config)\.toml/.test(name)).map((name) => join(folder, name))
}

/** A file that is no TOML is secret line by line: it may be about to be mended. */
async function leavesIn(file: string, env: Environment): Promise<readonly unknown[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const isSecrets = /secrets\.toml/.test(file)
  try {
    const leaves = leavesOf(await parseToml(text, file))
    const commented = isSecrets ? text.split('\n').filter((line) => /^\s*#/.test(line)) : []
    return [
      ...leaves.filter((leaf) => counts(leaf, isSecrets)).map(({ value }) => filled(value, env)),
      ...commented.flatMap(quoted),
    ]
  } catch {
    return text.split('\n').flatMap((line) => assigned(line, isSecrets))
  }
}

/** What a line gives to its key, by the rules for whole files. */
function assigned(line: string, isSecrets: boolean): readonly string[] {
  const [, key = '', given = ''] = /^\s*(?:[\w."'-]*[."'])?([\w-]+)["']?\s*=\s*(.*?)\s*$/.exec(line) ?? []
  const counted = counts({ path: [key], value: given }, isSecrets)
  const texts = [given, ...(given.match(/(?<=")[^"]+(?=")|(?<=')[^']+(?=')/g) ?? []), ...given.split(/["',[\]{}\s]+/)]
  return [
    ...(counted ? texts : []),
    ...(key === '' && isSecrets ? [line.trim()].filter(isValueAlone) : []),
    ...quoted(line),
  ]
}

/** A line of a text in three quotes, as it may be; neither a heading nor a remark. */
function isValueAlone(line: string): boolean {
  return !/^[[#]|"{3}|'{3}/.test(line)
}

function counts({ path, value }: Leaf, isSecrets: boolean): boolean {
  if (path.some(tellsOfSecret) && !PLAIN.test(path.at(-1) ?? '')) return true
  if (typeof value === 'string' && looksLive(value)) return true
  return isSecrets && !PLAIN.test(path.at(-1) ?? '')
}

/** What stands in quotes, or after a sign of equality, and looks like a secret. */
function quoted(line: string): readonly string[] {
  const value = /=\s*["']?([^"'\s#]+)/.exec(line)?.[1]
  return [
    ...(value !== undefined && looksLive(value) ? [value] : []),
    ...(line.match(/[^\s"'=#,]{16,}/g) ?? []).filter(looksLive),
  ]
}

/** `${NAME}` stands for a variable. */
function filled(value: unknown, env: Environment): unknown {
  if (typeof value !== 'string') return value
  return value.replace(
    /\$\{([A-Z_][A-Z0-9_]*)(?::-([^}]*))?\}/g,
    (whole, name, fallback) => env[name] ?? fallback ?? whole,
  )
}

function variables(env: Environment): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (value === undefined) return []
    const last = name.split('__').at(-1) ?? name
    if (looksConnection(value)) return [value]
    const isOurs = (tellsOfSecret(last) || OURS.test(name)) && !PLAIN.test(last)
    return isOurs && !isPlainText(value) ? [value] : []
  })
}

/** Numbers, yes and no, and paths: as `PWD` has one. */
function isPlainText(value: string): boolean {
  return /^\d{1,7}$|^(?:true|false)$/i.test(value) || (/^(?:[/~.]|[A-Za-z]:\\)/.test(value) && !looksLive(value))
}

function looksConnection(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^\s/@]*:[^\s/@]+@/i.test(value)
}

async function mounted(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(folder, entry.name))
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')))
  return texts.map((text) => text.trimEnd())
}

/** The texts in a value that are secret alone: the password of a connection string, lines of a key, fields of a JSON text. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'bigint' || typeof value === 'number') return [String(value)]
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (isTable(value)) return Object.values(value).flatMap(textsOf)
  if (typeof value !== 'string') return []
  return [value, value.trim(), ...passwordsIn(value), ...partsIn(value), ...linesIn(value), ...fieldsIn(value)]
}

/** Passwords of URLs, the ones that hold what should be encoded among them; and those of connection strings, in any quotes. */
function passwordsIn(text: string): readonly string[] {
  const urls = [/:\/\/[^\s/@:]*:([^\s/@]+)@/, /:\/\/[^\s/@:]*:(\S+)@/, /:\/\/([^\s/@:]{16,})@/]
  const named =
    /(?:password|passwd|pwd|secret|token|key|sig)["']?\s*=\s*(?:\{([^}]+)\}|'([^']+)'|"([^"]+)"|([^&;\s]+))/gi
  const params = [...text.matchAll(named)].flatMap((found) => found.slice(1))
  return [...urls.map((url) => url.exec(text)?.[1]), ...params].flatMap((found) =>
    found === undefined ? [] : [found, decoded(found)],
  )
}

/** The token of a header, the password of `user:password`, the values of a cookie and of a list. */
function partsIn(text: string): readonly string[] {
  const token = /^\s*(?:bearer|basic|token)\s+(\S+)\s*$/i.exec(text)?.[1]
  const password = /^[^\s:/]+:([^\s:/]{8,})$/.exec(text)?.[1]
  const cookies = /^[\w.-]+=[^;\s]+(?:;|$)/.test(text)
    ? text.split(/;\s*/).map((one) => one.replace(/^[^=]*=/, ''))
    : []
  const listed =
    /^\S+(?:,\s*\S+)+$/.test(text) && !/^[[{]|:\/\//.test(text)
      ? text.split(/,\s*/).filter((one) => /\d/.test(one))
      : []
  const parts = [token, password, ...cookies, ...listed]
  return parts.filter((part) => part !== undefined).filter((part) => part.length >= SHORTEST_PART)
}

function linesIn(text: string): readonly string[] {
  return text.includes('\n')
    ? text.split(/\r?\n/).filter((line) => line.length >= KEY_LINE && !/^-----/.test(line))
    : []
}

function fieldsIn(text: string): readonly string[] {
  if (!/^\s*[{[]/.test(text)) return []
  try {
    const document: unknown = JSON.parse(text)
    if (Array.isArray(document) && document.every((one) => typeof one === 'string')) return document
    return leavesOf(document)
      .filter((leaf) => leaf.path.some(tellsOfSecret) && !PLAIN.test(leaf.path.at(-1) ?? ''))
      .flatMap(({ value }) => (typeof value === 'string' ? [value, ...linesIn(value)] : []))
  } catch {
    return []
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
