/** A column of a grid as it comes. */
export interface GridColumn {
  readonly name: string
  /** As it is shown: `decimal(10,2)`, `VARCHAR`. */
  readonly type: string
  /** dlt's name of the type, where it is known. */
  readonly dataType?: string | undefined
}

/** How somebody arranged the columns of a table. Columns that are not in `order` come behind those that are. */
export interface ColumnLayout {
  readonly order: readonly string[]
  readonly hidden: readonly string[]
  readonly widths: Readonly<Record<string, number>>
}

/** A column in its place. `index` is that of its values in a row. */
export interface PlacedColumn extends GridColumn {
  readonly index: number
  readonly width: number
}

/** Nothing was arranged. */
export const NO_LAYOUT: ColumnLayout = { order: [], hidden: [], widths: {} }

const NARROWEST = 56
const CHARACTER = 7.4

/** The columns that are shown, in order, those of the system last, with widths that fit their first values where none was given. */
export function placeColumns(
  columns: readonly GridColumn[],
  layout: ColumnLayout,
  sample: readonly (readonly unknown[])[],
): PlacedColumn[] {
  const place = new Map(layout.order.map((name, i) => [name, i]))
  const hidden = new Set(layout.hidden)
  return columns
    .map((column, index) => ({
      ...column,
      index,
      width: layout.widths[column.name] ?? fittingWidth(column, sample, index),
    }))
    .filter((column) => !hidden.has(column.name))
    .sort((a, b) => placeOf(a.name, place) - placeOf(b.name, place))
}

/** The layout after a column was put before another, both by their places among those that are shown. */
export function moveColumn(
  layout: ColumnLayout,
  shown: readonly PlacedColumn[],
  move: { from: number; to: number },
): ColumnLayout {
  const names = shown.map((column) => column.name)
  const [name] = names.splice(move.from, 1)
  if (name === undefined) return layout
  names.splice(move.to, 0, name)
  return { ...layout, order: names }
}

/** The layout with another width of a column. */
export function resizeColumn(layout: ColumnLayout, name: string, width: number): ColumnLayout {
  return { ...layout, widths: { ...layout.widths, [name]: Math.max(NARROWEST, Math.round(width)) } }
}

/** The layout with a column shown or not. */
export function hideColumn(layout: ColumnLayout, name: string, isHidden: boolean): ColumnLayout {
  const others = layout.hidden.filter((one) => one !== name)
  return { ...layout, hidden: isHidden ? [...others, name] : others }
}

/** Whether a column is tolva's own rather than the user's. */
export function isSystemColumn(name: string): boolean {
  return /^_dlt_/i.test(name)
}

/** Whether values of a type stand at the right. */
export function isNumeric({ type, dataType }: GridColumn): boolean {
  return /^(bigint|double|decimal|wei|u?(tiny|small|huge)int|integer|int\d|float|real|numeric)/i.test(dataType ?? type)
}

function placeOf(name: string, place: ReadonlyMap<string, number>): number {
  return place.get(name) ?? place.size + (isSystemColumn(name) ? 1 : 0)
}

function fittingWidth(column: GridColumn, sample: readonly (readonly unknown[])[], index: number): number {
  let longest = Math.max(column.name.length + 5, column.type.length)
  for (const row of sample.slice(0, 50)) longest = Math.max(longest, lengthOf(row[index]))
  return Math.round(Math.min(320, Math.max(72, longest * CHARACTER + 26)))
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  return value === null || value === undefined ? 4 : JSON.stringify(value).length
}
