import { resolve } from 'node:path'
import { z } from 'zod'
import { ConfigError } from '../errors/tolva-error.ts'
import { localStorage } from '../storage/local.ts'
import type { Storage } from '../storage/storage.ts'
import type { KeptOutcome } from './kept-answer.ts'
import type { KeptRequest } from './kept-request.ts'

const MANIFEST = 'cassette.json'
const VERSION = 1

/** Names of the files that a recording writes; nothing else in a folder is touched. */
const OWN_FILE = /^(cassette|\d{4,}-[a-z0-9-]+(\.body)?)\.[a-z]+$/

/** One request and what came of it. */
export interface KeptExchange {
  /** Number and words, without an ending: `0001-get-users`. */
  readonly name: string
  readonly request: KeptRequest
  readonly outcome: KeptOutcome
}

/** A folder of recorded traffic: a manifest, and for each exchange a file of what was asked and answered, and one of the body. */
export interface Cassette {
  /** Absolute. */
  readonly folder: string
  readonly storage: Storage
}

/** The cassette in a folder; nothing is read yet. */
export function cassetteIn(folder: string): Cassette {
  return { folder: resolve(folder), storage: localStorage(folder) }
}

/**
 * Makes room for a recording: what an earlier one left is deleted.
 * @throws ConfigError `no_cassette` where the folder holds other files.
 */
export async function emptyCassette({ folder, storage }: Cassette): Promise<void> {
  const present = await storage.list('')
  const foreign = present.filter((key) => !OWN_FILE.test(key))
  if (foreign.length > 0 || (present.length > 0 && !present.includes(MANIFEST))) {
    throw new ConfigError(`${folder} holds other files than a recording: ${(foreign[0] ?? present[0]) || ''}`, {
      code: 'no_cassette',
      hint: 'record into a folder of its own, one that is empty or not there yet',
      context: { file: folder },
    })
  }
  for (const key of present) await storage.delete(key)
  await writeManifest(storage, { complete: false, exchanges: 0 })
}

/** What is known of a recording as a whole. */
export interface Manifest {
  /** false: the run was stopped, or is not over. */
  readonly complete: boolean
  readonly exchanges: number
}

export async function writeManifest(storage: Storage, manifest: Manifest): Promise<void> {
  await storage.put(MANIFEST, `${JSON.stringify({ version: VERSION, ...manifest }, null, 2)}\n`)
}

const ManifestForm = z.object({ version: z.number(), complete: z.boolean(), exchanges: z.number() })
const Headers = z.record(z.string(), z.string())
const ExchangeForm = z.object({
  request: z.object({
    method: z.string(),
    url: z.string(),
    headers: Headers,
    body: z
      .union([
        z.object({ json: z.unknown() }),
        z.object({ form: z.array(z.tuple([z.string(), z.string()])) }),
        z.object({ text: z.string() }),
      ])
      .exactOptional(),
  }),
  answer: z.union([
    z.object({
      failure: z.object({
        message: z.string(),
        code: z.string().exactOptional(),
        hint: z.string().exactOptional(),
      }),
    }),
    z.object({
      status: z.number(),
      url: z.string().exactOptional(),
      headers: Headers,
      body: z.string().exactOptional(),
    }),
  ]),
})

export async function writeExchange(
  { storage }: Cassette,
  { name, request, outcome }: KeptExchange,
  body: { readonly name: string; readonly bytes: Uint8Array } | undefined,
): Promise<void> {
  if (body !== undefined) await storage.put(body.name, body.bytes)
  await storage.put(`${name}.json`, `${JSON.stringify({ request, answer: outcome }, null, 2)}\n`)
}

/**
 * Reads all of a cassette but the bodies.
 * @throws ConfigError `no_cassette`, `cassette_version`, `broken_cassette`.
 */
export async function readCassette({ folder, storage }: Cassette): Promise<{
  readonly manifest: Manifest
  readonly exchanges: readonly KeptExchange[]
}> {
  const manifest = await readManifest(folder, storage)
  const keys = (await storage.list('')).filter((key) => /^\d{4,}-[a-z0-9-]+\.json$/.test(key))
  const exchanges = await Promise.all(
    keys.map(async (key): Promise<KeptExchange> => {
      const parsed = ExchangeForm.safeParse(await parsedFile(storage, key))
      if (!parsed.success) throw broken(folder, key)
      const { request, answer } = parsed.data
      return { name: key.slice(0, -'.json'.length), request, outcome: answer }
    }),
  )
  return { manifest, exchanges: exchanges.sort((a, b) => numberOf(a.name) - numberOf(b.name)) }
}

async function readManifest(folder: string, storage: Storage): Promise<Manifest> {
  if ((await storage.get(MANIFEST)) === undefined) {
    throw new ConfigError(`there is no recording in ${folder}`, {
      code: 'no_cassette',
      hint: `make one: tolva run <file> --record ${folder}`,
      context: { file: folder },
    })
  }
  const parsed = ManifestForm.safeParse(await parsedFile(storage, MANIFEST))
  if (!parsed.success) throw broken(folder, MANIFEST)
  const { version, ...manifest } = parsed.data
  if (version === VERSION) return manifest
  throw new ConfigError(`the recording in ${folder} has version ${version}; this tolva reads ${VERSION}`, {
    code: 'cassette_version',
    hint: 'record it anew, or use the tolva that recorded it',
    context: { file: folder },
  })
}

async function parsedFile(storage: Storage, key: string): Promise<unknown> {
  try {
    return JSON.parse(Buffer.from((await storage.get(key)) ?? []).toString('utf8'))
  } catch {
    return undefined
  }
}

export function broken(folder: string, key: string): ConfigError {
  return new ConfigError(`${key} of the recording in ${folder} cannot be read`, {
    code: 'broken_cassette',
    hint: 'take the file from version control again, or record anew',
    context: { file: folder },
  })
}

function numberOf(name: string): number {
  return Number.parseInt(name, 10)
}
