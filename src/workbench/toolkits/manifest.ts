import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ConfigError } from '../../errors/tolva-error.ts'

/** What names of toolkits, skills, rules and commands look like: they become names of files. */
export const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/
const name = z.string().regex(KEBAB).max(64)

/** `toolkit.json`; `schemas/toolkit.json` is made from it. */
export const MANIFEST = z.strictObject({
  $schema: z.string().optional().describe('Where the JSON Schema of this file is.'),
  name: name.describe('The name of the folder.'),
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/)
    .describe('Of a toolkit that tolva brings: the version of tolva.'),
  description: z.string().min(10).max(300).describe('What it is for, in a sentence.'),
  tags: z.array(z.string()).optional().describe('Words to find it by.'),
  listed: z.boolean().optional().describe('false: not shown in lists. Default: true.'),
  status: z.literal('not yet').optional().describe('Named so that it can be found, but cannot be installed.'),
  dependencies: z.array(name).optional().describe('Toolkits that are installed with it.'),
  entry_skill: name.optional().describe('The skill to begin with.'),
})

/** A manifest that was read. */
export type Manifest = z.infer<typeof MANIFEST>

/**
 * Reads the manifest of a toolkit.
 * @throws ConfigError code `bad_toolkit`, where it is not there, no JSON, or breaks the schema.
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, 'toolkit.json')
  const found = MANIFEST.safeParse(await readJson(file))
  if (found.success) return found.data
  const [issue] = found.error.issues
  throw badToolkit(file, `${issue?.path.join('.') || 'the file'}: ${issue?.message}`)
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if (!existsSync(file)) throw noToolkit(file)
    throw badToolkit(file, error instanceof Error ? error.message : String(error))
  }
}

function noToolkit(file: string): ConfigError {
  return new ConfigError(`there is no ${file}`, {
    code: 'bad_toolkit',
    hint: 'name the folder of one toolkit, in which its toolkit.json lies',
    context: { file },
  })
}

function badToolkit(file: string, reason: string): ConfigError {
  return new ConfigError(`${file} is no manifest of a toolkit: ${reason}`, {
    code: 'bad_toolkit',
    hint: 'compare it with schemas/toolkit.json of this package',
    context: { file },
  })
}
