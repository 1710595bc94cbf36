import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Place, still, type World } from './world.ts'

const DEMO = join(import.meta.dirname, '..', '..', '..', 'examples', 'chatbot', 'demo.ts')

/** What `npm run demo` leaves. */
export async function demo({ folder, dataDir }: Place): Promise<World> {
  await promisify(execFile)(process.execPath, [DEMO], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, TOLVA_DATA_DIR: dataDir, CI: '1', NO_COLOR: '1' },
  })
  return still('what the demo loaded', 'chatbot_pipeline')
}
