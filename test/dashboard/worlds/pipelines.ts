import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { resource } from '../../../src/index.ts'
import { minutes, pipelineAt } from './chatbot-world.ts'
import { type Place, still, type World } from './world.ts'

const FIRST = 'sensor_0000'

/** So many pipelines, each of which ran once: the first one did, the others are what it left behind under their names. */
export const pipelines =
  (count: number) =>
  async (place: Place): Promise<World> => {
    const readings = resource({ name: 'readings' }, [{ at: 1, value: 2.5 }])
    await pipelineAt(place, minutes(7), { name: FIRST, dataset: 'sensor_data' }).run(readings)
    const folder = join(place.dataDir, 'pipelines')
    for (let index = 1; index < count; index += 1) {
      const name = `sensor_${String(index).padStart(4, '0')}`
      await cp(join(folder, FIRST), join(folder, name), { recursive: true })
      for (const file of await jsonFiles(join(folder, name))) {
        await writeFile(file, (await readFile(file, 'utf8')).replaceAll(FIRST, name))
      }
    }
    return still(`${count} pipelines`, FIRST)
  }

async function jsonFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.jsonl?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}
