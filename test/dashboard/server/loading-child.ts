// A run of some packages, then another: node loading-child.ts <folder> <data folder>. Prints the milliseconds that it took.
import { resource } from '../../../src/index.ts'
import { pipelineAt } from '../worlds/chatbot-world.ts'

const [folder = '', dataDir = ''] = process.argv.slice(2)
const PAGES = 30
const ROWS = 2_000

const orders = resource({ name: 'orders' }, async function* () {
  for (let page = 0; page < PAGES; page += 1) {
    yield Array.from({ length: ROWS }, (_, n) => ({ id: page * ROWS + n, note: `note of ${n}`, tags: [{ n }] }))
  }
})
const started = performance.now()
await pipelineAt({ folder, dataDir }, 0, { name: 'shop', checkpoint: { pages: 5 } }).run(orders)
process.stdout.write(String(Math.round(performance.now() - started)))
