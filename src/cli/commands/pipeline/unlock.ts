import type { PipelineOperation } from './operation.ts'

/** `unlock`: takes the lease from a run that does not give it back. */
export const unlock: PipelineOperation = {
  name: 'unlock',
  help: 'take the lease from a run that died; from one that is alive only with --force',
  flags: ['force'],
  // A first run that died has left its lease and nothing else.
  needsNoState: true,
  async run({ name, flags, library, terminal }) {
    const done = await library.unlockPipeline(name, { force: flags.force ?? false })
    const { from, wasAlive } = done
    if (from === undefined) return terminal.result('pipeline', done, `nobody holds pipeline ${name}`)
    const who = `process ${from.pid} on ${from.host}, which had it since ${new Date(from.since).toISOString()}`
    const note = wasAlive ? '\nIt is alive: it stops before it seals or loads anything further.' : ''
    terminal.result('pipeline', done, `took pipeline ${name} from ${who}${note}`)
  },
}
