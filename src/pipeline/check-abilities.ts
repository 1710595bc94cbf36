import { mergeStrategiesOf } from '../capabilities/table-format.ts'
import type { Destination } from '../contracts/destination.ts'
import type { Hints, Resource } from '../contracts/resource.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { checkFormat } from './job-formats.ts'
import type { OpenSource } from './sources-of.ts'

type Able = Pick<Destination, 'name' | 'capabilities'>

/** dlt's word for tables of the destination's own kind. */
const NATIVE = 'native'

/**
 * Refuses before anything is read what resources ask for and the destination cannot do.
 * @throws ConfigError `unsupported_file_format`, `unsupported_table_format` or `unsupported_merge_strategy` with what it can do.
 */
export function checkAbilities(sources: readonly OpenSource[], destination: Able): void {
  for (const resource of sources.flatMap(({ resources }) => resources)) {
    if (!resource.selected) continue
    checkFormat(resource, destination)
    checkTableFormat(resource, destination)
    checkMerge(resource, destination)
  }
}

type Asking = Pick<Resource<string, unknown>, 'name' | 'hints'>

function checkTableFormat({ name, hints: { tableFormat } }: Asking, { name: destination, capabilities }: Able): void {
  const known = capabilities.tableFormats && Object.keys(capabilities.tableFormats)
  if (known === undefined || tableFormat === undefined || tableFormat === NATIVE || known.includes(tableFormat)) return
  throw new ConfigError(
    `resource ${name} asks for ${tableFormat} tables, which destination ${destination} does not make`,
    {
      code: 'unsupported_table_format',
      hint: `Use one of ${known.join(', ')}, or leave the table format out.`,
      context: { resource: name, destination },
    },
  )
}

function checkMerge({ name, hints }: Asking, { name: destination, capabilities }: Able): void {
  const { merges, strategy } = mergeOf(hints.writeDisposition)
  if (!merges) return
  const strategies = mergeStrategiesOf(capabilities, hints.tableFormat)
  if (strategy === undefined ? strategies.length > 0 : strategies.some((one) => one === strategy)) return
  const how = strategy === undefined ? '' : ` by ${strategy}`
  const others = Object.entries(capabilities.tableFormats ?? {})
    .filter(([, { mergeStrategies }]) => mergeStrategies.some((one) => strategy === undefined || one === strategy))
    .map(([format]) => format)
  const ways = [
    ...(strategies.length === 0 ? [] : [`merge by ${strategies.join(', ')}`]),
    ...(others.length === 0 ? [] : [`ask for a table format (tableFormat: '${others.join("' or '")}')`]),
    ...(strategies.length === 0 ? ['append', 'replace'] : []),
  ]
  throw new ConfigError(`resource ${name} is to be merged${how}, which destination ${destination} cannot do`, {
    code: 'unsupported_merge_strategy',
    hint: `Instead: ${ways.join('; ')}.`,
    context: { resource: name, destination },
  })
}

function mergeOf(hint: Hints['writeDisposition']): { readonly merges: boolean; readonly strategy?: string } {
  if (hint === undefined || typeof hint === 'string') return { merges: hint === 'merge' }
  const { disposition, strategy } = hint
  return { merges: disposition === 'merge', ...(strategy !== undefined && { strategy }) }
}
