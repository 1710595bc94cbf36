// Makes a world and says how to look at it: node test/dashboard/worlds/make.ts <world> <folder>
// It stays until Ctrl-C where something goes on in the world.
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { WORLDS } from './worlds.ts'

const [name = '', given = ''] = process.argv.slice(2)
const make = WORLDS[name]
if (make === undefined || given === '') {
  console.error(`usage: node test/dashboard/worlds/make.ts <world> <folder>\nworlds: ${Object.keys(WORLDS).join(', ')}`)
  process.exit(2)
}
const folder = resolve(given)
const dataDir = join(folder, 'data')
await mkdir(dataDir, { recursive: true })
const world = await make({ folder, dataDir })
const main = join(import.meta.dirname, '..', '..', '..', 'src', 'cli', 'main.ts')
console.log(`${world.about}${world.pipeline === undefined ? '' : `: ${world.pipeline}`}`)
console.log(`cd ${folder} && TOLVA_DATA_DIR=${dataDir} node ${main} dashboard --no-open`)
process.once('SIGINT', () => void world.close().then(() => process.exit(0)))
