import type { Refusal } from './refusal.ts'
import { isNode, nodesOf, type TreeNode, textOf } from './tree.ts'

/** An engine does not count the memory of what a function makes, so a size stands in the statement as a number up to this. */
const MOST = 10_000
const MOST_IN_LIST = 10_000
/** Sizes multiply where calls are nested, or one works on what another made; and 2,048 rows are worked on at a time. */
const MOST_TOGETHER = 100_000
/** Padding of a column or two is nothing to count. */
const LITTLE = 1_000

/** Function → which argument says how large its result is. */
const SIZED: Readonly<Record<string, number>> = {
  repeat: 1,
  lpad: 1,
  rpad: 1,
  bar: 3,
  bitstring: 1,
  list_resize: 1,
  array_resize: 1,
  equi_width_bins: 2,
  approx_top_k: 1,
  reservoir_quantile: 2,
}
const MULTIPLY = new Set(['repeat', 'list_resize', 'array_resize'])
const LISTS = new Set(['range', 'generate_series'])
const LENGTHS = new Set(['len', 'length', 'array_length', 'list_count', 'cardinality', 'json_array_length'])
/** Steps of a series of days or more; there are not so many days. */
const LONG_STEPS = new Set(
  'to_days to_weeks to_months to_quarters to_years to_decades to_centuries to_millennia'.split(' '),
)

/**
 * Why a value of the statement may be of any size: an argument that says how large a result is must stand there as a number, a
 * series of numbers counts to a number or the length of a list, one of times goes in days at least.
 */
export function growthProblem(tree: unknown): Refusal | undefined {
  let together = 1
  const visit = (value: unknown, recursive: boolean): Refusal | undefined => {
    for (const part of Array.isArray(value) ? value : isNode(value) ? Object.entries(value) : []) {
      const found = isNode(value) ? visitPart(value, part, recursive) : visit(part, recursive)
      if (found !== undefined) return found
    }
    if (!isNode(value) || !('function_name' in value)) return undefined
    const name = textOf(value, 'function_name').toLowerCase()
    const size = sizeOf(name, nodesOf(value, 'children'))
    if (size === undefined) return undefined
    if (typeof size !== 'number') return size
    if (recursive && MULTIPLY.has(name)) return tooLarge(name, 1)
    if (size > LITTLE || MULTIPLY.has(name) || LISTS.has(name)) together *= Math.max(1, size)
    return together > MOST_TOGETHER ? tooLarge(name, MOST) : undefined
  }
  const visitPart = (node: TreeNode, [key, part]: [string, unknown], recursive: boolean): Refusal | undefined => {
    const inside = recursive || textOf(node, 'type') === 'RECURSIVE_CTE_NODE'
    // Where a table stands a function makes rows one after the other, and they are counted.
    if (textOf(node, 'type') === 'TABLE_FUNCTION' && key === 'function' && isNode(part))
      return visit(part.children, inside)
    return visit(part, inside)
  }
  return visit(tree, false)
}

function sizeOf(name: string, args: readonly TreeNode[]): number | Refusal | undefined {
  const at = SIZED[name]
  if (at !== undefined) {
    const size = args[at]
    const number = size === undefined ? 1 : numberOf(size)
    return number !== undefined && number <= MOST ? number : tooLarge(name, MOST)
  }
  if (name === 'printf' || name === 'format') {
    const text = args[0] === undefined ? '' : constantText(args[0])
    return text === undefined || /\d{4}|\*|\{[^}]*\{/.test(text) ? tooLarge(name, 999) : undefined
  }
  if (!LISTS.has(name)) return undefined
  const sizes = args.map(countOf)
  if (sizes.every((size) => size !== undefined)) return Math.max(...sizes)
  const step = args[2]
  return step !== undefined && isLongStep(step) ? 4_000 : tooLarge(name, MOST_IN_LIST)
}

/** The most that an argument of a series can be; undefined: anything. */
function countOf(arg: TreeNode): number | undefined {
  const number = numberOf(arg)
  if (number !== undefined) return Math.abs(number) <= MOST_IN_LIST ? Math.abs(number) : undefined
  const name = textOf(arg, 'function_name')
  if (LENGTHS.has(name)) return LITTLE
  if (name !== '+' && name !== '-') return undefined
  const parts = nodesOf(arg, 'children').map(countOf)
  return parts.every((part) => part !== undefined) ? parts.reduce((sum, part) => sum + part, 0) : undefined
}

/** `INTERVAL 1 DAY` is a call of `to_days` for the parser, `INTERVAL '1 day'` a cast. */
function isLongStep(step: TreeNode): boolean {
  const args = nodesOf(step, 'children')
  if (LONG_STEPS.has(textOf(step, 'function_name'))) return args.length === 1 && Math.abs(deepNumber(args[0])) >= 1
  const child = textOf(step, 'type') === 'OPERATOR_CAST' && isNode(step.child) ? step.child : undefined
  const text = child === undefined ? undefined : constantText(child)
  return text !== undefined && /^\s*[1-9]\d{0,5} *(day|week|month|quarter|year)s?\s*$/i.test(text)
}

function deepNumber(node: TreeNode | undefined): number {
  if (node === undefined) return 0
  const inner = isNode(node.child) ? node.child : nodesOf(node, 'children')[0]
  return numberOf(node) ?? (inner === undefined ? 0 : deepNumber(inner))
}

function numberOf(node: TreeNode): number | undefined {
  if (textOf(node, 'function_name') === '-' && nodesOf(node, 'children').length === 1) {
    const [child] = nodesOf(node, 'children')
    const number = child === undefined ? undefined : numberOf(child)
    return number === undefined ? undefined : -number
  }
  const text = constantOf(node)
  if (typeof text === 'number') return text
  return typeof text === 'string' && /^-?\d+$/.test(text) ? Number(text) : undefined
}

function constantText(node: TreeNode): string | undefined {
  const value = constantOf(node)
  return typeof value === 'string' ? value : undefined
}

function constantOf(node: TreeNode): unknown {
  return textOf(node, 'type') === 'VALUE_CONSTANT' && isNode(node.value) ? node.value.value : undefined
}

function tooLarge(name: string, most: number): Refusal {
  const hint = LISTS.has(name)
    ? `Let ${name}() stand where a table does: FROM ${name}(…); there it makes rows one after the other.`
    : `Give the size as a number up to ${most.toLocaleString('en-US')}, and do not nest such calls.`
  return { code: 'sql_too_large', why: `the result of ${name}() may be of any size`, hint }
}
