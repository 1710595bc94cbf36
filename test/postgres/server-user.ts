import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** PostgreSQL and its pooler refuse to run as root: then as the user that their package made, or one of ours. */
export async function serverUser(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const known = await idsOf('postgres').catch(() => idsOf('tolva_postgres').catch(() => undefined))
  if (known !== undefined) return known
  await run('useradd', ['--system', '--no-create-home', 'tolva_postgres'])
  return idsOf('tolva_postgres')
}

async function idsOf(user: string): Promise<{ readonly uid: number; readonly gid: number }> {
  const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])])
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}
