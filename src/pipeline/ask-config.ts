import { ConfigError } from '../errors/tolva-error.ts'
import type { Engine } from './engine.ts'
import type { RunData, RunOptions } from './run-options.ts'
import { defaultSchemaName } from './schema-name.ts'
import { openSources } from './sources-of.ts'

/**
 * Opens destination and sources, which asks for their configuration, and goes no further: nothing is requested, read or written.
 * @throws ConfigError code `config_only` in any case, so that the script around it ends too.
 */
export async function askConfig(engine: Engine, data: RunData, options: RunOptions): Promise<never> {
  await engine.destination().catch(() => undefined)
  await openSources(data, options, { reader: engine.reader, defaultName: defaultSchemaName(engine.name) })
  throw new ConfigError(`pipeline ${engine.name} was only asked what it needs`, {
    code: 'config_only',
    hint: 'unset TOLVA_DRY_RUN to run it',
  })
}
