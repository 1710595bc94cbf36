import { withStandIns } from '../config/stand-in-secrets.ts'
import type { Traffic } from '../contracts/traffic.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import type { Engine } from './engine.ts'
import type { RunOptions } from './run-options.ts'

/**
 * Engine and options of a run whose traffic is recorded, replayed or somebody else's. The command line asks for it by
 * `TOLVA_RECORD` and `TOLVA_REPLAY` where it cannot reach the calls of a file.
 *
 * @throws ConfigError `record_and_replay`.
 */
export async function overTraffic(
  engine: Engine,
  options: RunOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly engine: Engine; readonly options: RunOptions }> {
  const traffic = await trafficOf(options, env)
  if (traffic === undefined) return { engine, options }
  return {
    engine: {
      ...engine,
      context: { ...engine.context, traffic },
      reader: traffic.offline ? withStandIns(engine.reader) : engine.reader,
    },
    // Pages that a run before has fetched would be missing in what is recorded, and those of a recording are not the API's.
    options: { resume: false, pageLog: false, ...options },
  }
}

async function trafficOf(
  { record, replay, traffic }: RunOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Traffic | undefined> {
  const given = [record, replay, traffic].some((one) => one !== undefined)
  const from = given ? record : env.TOLVA_RECORD
  const back = given ? replay : env.TOLVA_REPLAY
  if ([from, back, traffic].filter((one) => one !== undefined && one !== '').length > 1) {
    throw new ConfigError('traffic cannot be recorded and replayed at once', {
      code: 'record_and_replay',
      hint: 'give one of record, replay and traffic',
    })
  }
  if (from) return (await import('../traffic/record-traffic.ts')).recordTraffic(from)
  return back ? (await import('../traffic/replay-traffic.ts')).replayTraffic(back) : traffic
}
