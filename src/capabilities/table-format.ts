import type { Capabilities, MergeStrategy } from './capabilities.ts'

/** How a destination merges a table, the default first: that of the table's format where it makes such tables. */
export function mergeStrategiesOf(
  { mergeStrategies, tableFormats }: Pick<Capabilities, 'mergeStrategies' | 'tableFormats'>,
  tableFormat: string | undefined,
): readonly MergeStrategy[] {
  const format = tableFormat === undefined ? undefined : tableFormats?.[tableFormat]
  return format?.mergeStrategies ?? mergeStrategies
}

/** Whether a column of a table can get another type. */
export function altersTypesOf(
  { altersTypes, tableFormats }: Pick<Capabilities, 'altersTypes' | 'tableFormats'>,
  tableFormat: string | undefined,
): boolean {
  const format = tableFormat === undefined ? undefined : tableFormats?.[tableFormat]
  return format?.altersTypes ?? altersTypes
}
