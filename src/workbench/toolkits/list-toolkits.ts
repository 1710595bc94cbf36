import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { packageFolder } from '../../config/own-package.ts'
import { suggestion } from '../../errors/near-names.ts'
import { TolvaError } from '../../errors/tolva-error.ts'
import { toolkitsAt } from './location.ts'
import { readToolkitFolder } from './read-toolkit.ts'
import type { Toolkit } from './toolkit.ts'

/** Where toolkits are: by default those of this package. */
export interface ToolkitPlace {
  /** A folder, or the URL of a git repository, which is cloned. */
  readonly location?: string
}

/** All toolkits, those without which the others do not work first, then by name. */
export async function listToolkits({ location }: ToolkitPlace = {}): Promise<readonly Toolkit[]> {
  if (location === undefined) return readAll(join(packageFolder(), 'toolkits'))
  await using place = await toolkitsAt(location)
  return await readAll(place.folder)
}

/**
 * One toolkit by its name.
 * @throws TolvaError code `unknown_toolkit`, with the names that are near.
 */
export async function readToolkit(name: string, place: ToolkitPlace = {}): Promise<Toolkit> {
  const all = await listToolkits(place)
  return all.find((toolkit) => toolkit.name === name) ?? unknownToolkit(name, all)
}

/** Throws that there is no toolkit of this name. */
export function unknownToolkit(name: string, all: readonly Toolkit[]): never {
  const names = all.map((toolkit) => toolkit.name)
  throw new TolvaError(`there is no toolkit ${name}`, {
    code: 'unknown_toolkit',
    hint: names.length === 0 ? 'there are none at this place' : suggestion(name, names),
    context: { toolkit: name },
  })
}

async function readAll(folder: string): Promise<readonly Toolkit[]> {
  const names = (await readdir(folder)).filter((name) => existsSync(join(folder, name, 'toolkit.json'))).sort()
  const all = await Promise.all(names.map((name) => readToolkitFolder(join(folder, name))))
  return [...all.filter(({ name }) => name === 'init'), ...all.filter(({ name }) => name !== 'init')]
}
