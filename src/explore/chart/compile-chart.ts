import type { TopLevelSpec } from 'vega-lite'
import { ConfigError } from '../../errors/tolva-error.ts'
import { isRecord } from '../../values/is-record.ts'
import { CHART_CONFIG } from './chart-config.ts'

/** A chart as the page draws it: Vega, which Vega-Lite was compiled to. */
export interface CompiledChart {
  readonly vega: Readonly<Record<string, unknown>>
  /** What Vega-Lite did not understand and left out. */
  readonly warnings: readonly string[]
}

type Spec = Readonly<Record<string, unknown>>

/**
 * Compiles a spec that `checkChart` let through. A chart takes the width it is given, unless it says its own.
 * @throws ConfigError code `bad_chart` where Vega-Lite refuses it.
 */
export async function compileChart(spec: Spec): Promise<CompiledChart> {
  const { compile } = await import('vega-lite')
  const warnings: string[] = []
  const logger = {
    level: () => logger,
    error: (...texts: readonly unknown[]) => keep(texts),
    warn: (...texts: readonly unknown[]) => keep(texts),
    info: () => logger,
    debug: () => logger,
  }
  const keep = (texts: readonly unknown[]) => {
    const text = texts.map(String).join(' ')
    // About the size that we gave it, not about what the cell says.
    if (!text.startsWith('Dropping "fit')) warnings.push(text)
    return logger
  }
  const sized = withSize(spec)
  if (!isTopLevel(sized)) throw refused('it is no object')
  try {
    const vega: unknown = compile(sized, { config: CHART_CONFIG, logger }).spec
    if (!isRecord(vega)) throw refused('nothing came of it')
    return { vega, warnings }
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error))
  }
}

/** Bars of a list grow with it; everything else has the height of the configuration. */
function withSize(spec: Spec): Spec {
  if ('width' in spec || !('mark' in spec || 'layer' in spec)) return spec
  const { encoding } = spec
  if (isRecord(encoding) && ('facet' in encoding || 'column' in encoding || 'row' in encoding)) return spec
  const grows = isRecord(encoding) && isDiscrete(encoding.y) && !('height' in spec)
  return { ...spec, width: 'container', autosize: { type: grows ? 'fit-x' : 'fit', contains: 'padding' } }
}

function isDiscrete(channel: unknown): boolean {
  return isRecord(channel) && (channel.type === 'nominal' || channel.type === 'ordinal')
}

function isTopLevel(spec: unknown): spec is TopLevelSpec {
  return isRecord(spec)
}

function refused(message: string): ConfigError {
  return new ConfigError(`Vega-Lite refuses the chart: ${message}`, {
    code: 'bad_chart',
    hint: 'A simple one: { mark, data: { values }, encoding: { x: { field, type }, y: { field, type } } }',
  })
}
