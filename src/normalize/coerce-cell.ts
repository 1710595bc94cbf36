import { SchemaError } from '../errors/tolva-error.ts'
import { type NameHints, variantName } from '../schema/infer-hints.ts'
import type { Column } from '../schema/stored.ts'
import { coerce, NO_FIT } from '../values/coerce.ts'
import { detect } from '../values/detect.ts'
import { type DataType, Decimal, type Value, Wei } from '../values/kinds.ts'
import { typeOf } from '../values/type-of.ts'
import type { Cell } from './flatten.ts'
import type { NameRules } from './name-rules.ts'
import { NeedsWiderColumn } from './needs-wider-column.ts'
import { widerColumn } from './wider-column.ts'

/** The largest amount that `wei` holds, as in dlt: beyond it the value goes to a text variant. */
const WEI_MAX = 578960446186580977117854925043439539266n

/** A value that found its column: an existing one, or one that the schema does not have yet. */
export interface CoercedCell {
  readonly column: Column
  readonly isNew: boolean
  readonly value: Exclude<Value, null>
}

export interface CoerceRules {
  readonly table: string
  readonly names: NameRules
  /** The schema's hints by column name. */
  readonly hints: NameHints
  /** The schema's detectors, in order. */
  readonly detections: readonly string[]
  /** Seconds since the epoch, for the `timestamp` detector. */
  readonly now: number
  columnOf(name: string): Column | undefined
  /** True where a column may change its type to take a value. */
  mayWiden(name: string): boolean
}

const isComplete = (column: Column | undefined): column is Column & { data_type: DataType } =>
  column?.data_type !== undefined

/**
 * Finds the column of a value: its own, a new one, or a variant `<name>__v_<type>` where its own cannot take it.
 *
 * @returns undefined for null.
 * @throws NeedsWiderColumn where the column may change its type and so take the value.
 * @throws SchemaError `null_in_not_null_column`, or `cannot_coerce` where not even the variant takes it.
 */
export function coerceCell(cell: Cell, rules: CoerceRules): CoercedCell | undefined {
  if (cell.value === null) {
    refuseNull(cell.name, rules)
    return undefined
  }
  return place(cell.name, cell.value, rules, false)
}

function refuseNull(name: string, rules: CoerceRules): void {
  const column = rules.columnOf(name)
  const refuses = isComplete(column)
    ? column.nullable === false
    : column === undefined && rules.hints.inferColumn(name, 'text').nullable === false
  if (!refuses) return
  throw new SchemaError(`Column ${name} of table ${rules.table} must not be null, but a row holds null there.`, {
    code: 'null_in_not_null_column',
    hint: 'Filter such rows out, or declare the column nullable: true.',
    context: { table: rules.table, column: name },
  })
}

function place(name: string, value: Exclude<Value, null>, rules: CoerceRules, variant: boolean): CoercedCell {
  const known = rules.columnOf(name)
  const existing = isComplete(known) ? known : undefined
  const from = typeOf(value)
  const to = existing?.data_type ?? newType(name, value, from, rules, variant)
  const fitted = coerce(value, from, to, existing ?? known)
  const mayNotFit = fitted === NO_FIT || fitted instanceof Decimal
  if (existing !== undefined && !variant && mayNotFit && rules.mayWiden(name)) {
    const wider = widerColumn(existing, value, fitted === NO_FIT ? undefined : fitted)
    if (wider !== undefined) throw new NeedsWiderColumn(rules.table, wider, value)
  }
  if (fitted === NO_FIT || fitted === null) {
    if (variant) throw cannotCoerce(name, from, to, rules)
    return place(variantOf(name, from, rules), value, rules, true)
  }
  if (fitted instanceof Wei && (fitted.value > WEI_MAX || fitted.value < -WEI_MAX - 1n)) {
    return place(variantName(name, 'str', rules.names.naming), fitted.value.toString(), rules, true)
  }
  if (existing !== undefined) return { column: existing, isNew: false, value: fitted }
  const inferred = rules.hints.inferColumn(name, to, { variant })
  return { column: { ...inferred, ...known }, isNew: true, value: fitted }
}

/** Detectors first, then the value's own type; a preferred type by name overrides both, except in a variant. */
function newType(
  name: string,
  value: Exclude<Value, null>,
  from: DataType,
  rules: CoerceRules,
  variant: boolean,
): DataType {
  const preferred = variant ? undefined : rules.hints.preferredType(name)
  if (preferred !== undefined) return preferred
  return detect(value, from, rules.detections, rules.now) ?? from
}

function variantOf(name: string, type: DataType, rules: CoerceRules): string {
  const { naming } = rules.names
  const legacy = type === 'json' ? variantName(name, 'complex', naming) : undefined
  if (legacy !== undefined && rules.columnOf(legacy)?.variant === true) return legacy
  return variantName(name, type, naming)
}

function cannotCoerce(name: string, from: DataType, to: DataType, rules: CoerceRules): SchemaError {
  return new SchemaError(`A ${from} value does not fit column ${name} of type ${to} in table ${rules.table}.`, {
    code: 'cannot_coerce',
    hint: `Declare the type in the resource's columns hint, or turn the value into ${to} with map().`,
    context: { table: rules.table, column: name },
  })
}
