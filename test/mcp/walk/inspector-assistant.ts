import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { packageFolder } from '../../../src/config/own-package.ts'
import { type StartAssistant, serverCommand, toldBy } from './assistant.ts'

/** The inspector's command line, which starts a server for each call. */
export const startInspectorAssistant: StartAssistant = async (place) => {
  const heard: string[] = []
  const inspector = join(packageFolder(), 'node_modules', '.bin', 'mcp-inspector')
  return {
    async call(tool, input = {}) {
      const given = Object.entries(input).map(([name, value]) => `${name}=${written(value)}`)
      const asked = [
        '--method',
        'tools/call',
        '--tool-name',
        tool,
        ...(given.length > 0 ? ['--tool-arg', ...given] : []),
      ]
      const data = ['-e', `TOLVA_DATA_DIR=${place.dataDir}`]
      const { stdout, stderr } = await printed(
        inspector,
        ['--cli', ...serverCommand(place), ...data, ...asked],
        place.folder,
      )
      heard.push(stdout, stderr)
      return toldBy(JSON.parse(stdout))
    },
    heard: () => heard.join('\n'),
    [Symbol.asyncDispose]: async () => {},
  }
}

const written = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/** What a program prints, however it ends: a call that failed is an answer, too. */
function printed(program: string, args: readonly string[], cwd: string) {
  // The inspector keeps a catalog of servers in the home folder.
  const env = { ...process.env, HOME: cwd, NO_COLOR: '1' }
  return new Promise<{ readonly stdout: string; readonly stderr: string }>((done) => {
    execFile(program, [...args], { cwd, env, maxBuffer: 1e8 }, (_, stdout, stderr) => done({ stdout, stderr }))
  })
}
