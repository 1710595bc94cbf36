import { suggestion } from '../../errors/near-names.ts'
import type { Refusal } from './refusal.ts'
import type { SqlRules } from './sql-rules.ts'
import { isNode, nodesOf, type TreeNode, textOf } from './tree.ts'

/** Kinds of parts that compute from what they are given, or put such together. What is not named here is refused. */
const KINDS = new Set(
  `SELECT_NODE SET_OPERATION_NODE RECURSIVE_CTE_NODE EMPTY JOIN SUBQUERY EXPRESSION_LIST PIVOT
  BASE_TABLE TABLE_FUNCTION SHOW_REF FUNCTION STAR COLUMN_REF VALUE_CONSTANT LAMBDA LAMBDA_REF POSITIONAL_REFERENCE COLLATE
  OPERATOR_CAST OPERATOR_NOT OPERATOR_IS_NULL OPERATOR_IS_NOT_NULL OPERATOR_COALESCE OPERATOR_NULLIF OPERATOR_TRY
  CASE_EXPR GROUPING_FUNCTION ARRAY_EXTRACT ARRAY_SLICE STRUCT_EXTRACT ARRAY_CONSTRUCTOR ARROW
  COMPARE_EQUAL COMPARE_NOTEQUAL COMPARE_LESSTHAN COMPARE_GREATERTHAN COMPARE_LESSTHANOREQUALTO
  COMPARE_GREATERTHANOREQUALTO COMPARE_IN COMPARE_NOT_IN COMPARE_DISTINCT_FROM COMPARE_BETWEEN COMPARE_NOT_BETWEEN
  COMPARE_NOT_DISTINCT_FROM CONJUNCTION_AND CONJUNCTION_OR
  LIMIT_MODIFIER LIMIT_PERCENT_MODIFIER ORDER_MODIFIER DISTINCT_MODIFIER ORDER_DEFAULT ASCENDING DESCENDING
  WINDOW_AGGREGATE WINDOW_RANK WINDOW_RANK_DENSE WINDOW_NTILE WINDOW_PERCENT_RANK WINDOW_CUME_DIST WINDOW_ROW_NUMBER
  WINDOW_FIRST_VALUE WINDOW_LAST_VALUE WINDOW_NTH_VALUE WINDOW_LEAD WINDOW_LAG WINDOW_FILL`.split(/\s+/),
)

/** Views that list the tables and columns that there are. */
const CATALOG = new Set(['tables', 'columns'])
const SHOWN = new Set(['"tables"', '__show_tables_expanded'])

/** Names of WITH that can be seen. */
type Scope = ReadonlySet<string>

/** What of a query's tree is not allowed; undefined: all of it is. Every part is looked at, whatever key it stands under. */
export function walkQuery(tree: unknown, rules: SqlRules): Refusal | undefined {
  return visit(tree, new Set(), rules)
}

function visit(value: unknown, scope: Scope, rules: SqlRules): Refusal | undefined {
  if (Array.isArray(value)) return first(value, (item) => visit(item, scope, rules))
  if (!isNode(value)) return undefined
  // A value of the statement's own: neither it nor its type names anything.
  if ('is_null' in value) return undefined
  if (isNode(value.cte_map)) return visitWith(value, scope, rules)
  return checkPart(value, scope, rules) ?? visitParts(value, scope, rules)
}

/** A query sees the names of WITH that stand before it; a recursive one itself, in its second half. */
function visitWith(node: TreeNode, outer: Scope, rules: SqlRules): Refusal | undefined {
  const { cte_map: map, ...rest } = node
  let scope = outer
  for (const entry of isNode(map) ? nodesOf(map, 'map') : []) {
    const found = visit(entry.value, scope, rules)
    if (found !== undefined) return found
    scope = new Set([...scope, textOf(entry, 'key').toLowerCase()])
  }
  return visit(rest, scope, rules)
}

function visitParts(node: TreeNode, scope: Scope, rules: SqlRules): Refusal | undefined {
  const recursive = textOf(node, 'type') === 'RECURSIVE_CTE_NODE' ? textOf(node, 'cte_name').toLowerCase() : undefined
  const inside = recursive === undefined ? scope : new Set([...scope, recursive])
  return first(Object.entries(node), ([key, part]) => {
    // A type names no table and calls nothing.
    if (key === 'cast_type') return undefined
    return visit(part, key === 'right' ? inside : scope, rules)
  })
}

function checkPart(node: TreeNode, scope: Scope, rules: SqlRules): Refusal | undefined {
  const type = textOf(node, 'type')
  if (type === '') return undefined
  if (type === 'VALUE_PARAMETER') return unsupported('it holds a parameter', 'Write the value where the parameter is.')
  if (!KINDS.has(type)) return unsupported(`it holds ${type.toLowerCase()}`, 'Write it with SELECT, JOIN and WHERE.')
  if (type === 'BASE_TABLE') return checkTable(node, scope, rules)
  if (type === 'SHOW_REF') return checkShown(node, rules)
  if (type === 'TABLE_FUNCTION') return checkTableFunction(node, rules)
  if (type === 'FUNCTION' || type.startsWith('WINDOW_')) return checkFunction(node, rules)
  return undefined
}

function checkTable(node: TreeNode, scope: Scope, rules: SqlRules): Refusal | undefined {
  const [name, schema] = [textOf(node, 'table_name').toLowerCase(), textOf(node, 'schema_name').toLowerCase()]
  const catalog = textOf(node, 'catalog_name')
  const full = [catalog, textOf(node, 'schema_name'), textOf(node, 'table_name')].filter(Boolean).join('.')
  if (catalog !== '' && !rules.databases) return outside(full, rules)
  if (rules.taken?.test(name)) return outside(full, rules)
  if (schema === '') return scope.has(name) || rules.tables.has(name) ? undefined : outside(full, rules)
  if (schema === 'information_schema' && CATALOG.has(name)) return undefined
  return schema === rules.dataset && rules.tables.has(name) ? undefined : outside(full, rules)
}

function checkShown(node: TreeNode, rules: SqlRules): Refusal | undefined {
  if (!rules.describes) {
    return unsupported('this database has no such statement', 'SELECT * FROM information_schema.columns')
  }
  if (isNode(node.query)) return undefined
  const what = textOf(node, 'table_name')
  if (textOf(node, 'show_type') === 'SHOW_UNQUALIFIED' && SHOWN.has(what)) return undefined
  return unsupported('it shows something else than tables', 'SHOW TABLES, or DESCRIBE and a table or query')
}

/** Its arguments are looked at as any other part. */
function checkTableFunction(node: TreeNode, rules: SqlRules): Refusal | undefined {
  const call = isNode(node.function) ? node.function : {}
  const name = textOf(call, 'function_name').toLowerCase()
  if (rules.tableFunctions.has(name) && isPlain(call, rules)) return undefined
  return {
    code: 'sql_function_refused',
    why: `${textOf(call, 'function_name')}() may not stand where a table does`,
    hint: `Read tables of the dataset; functions that may stand there: ${[...rules.tableFunctions].sort().join(', ')}`,
  }
}

function checkFunction(node: TreeNode, rules: SqlRules): Refusal | undefined {
  const spelled = textOf(node, 'function_name')
  const name = spelled.toLowerCase()
  const isOperator = /^[^\p{L}\p{N}_\s"]+$/u.test(name)
  const known = isOperator || rules.functions.has(name) || rules.tableFunctions.has(name)
  if (!known || !isPlain(node, rules)) {
    const prefix = isPlain(node, rules) ? '' : `${textOf(node, 'schema')}.`
    return {
      code: 'sql_function_refused',
      why: `${prefix}${spelled}() is not among the functions that may be called`,
      hint: 'Use functions that compute from their arguments alone; files, settings and sessions are out of reach.',
    }
  }
  return undefined
}

function isPlain(call: TreeNode, rules: SqlRules): boolean {
  const schema = textOf(call, 'schema').toLowerCase()
  return textOf(call, 'catalog') === '' && (schema === '' || schema === 'main' || schema === rules.functionSchema)
}

function outside(name: string, { dataset, tables }: SqlRules): Refusal {
  const shown = [...tables].filter((table) => !table.startsWith('_dlt_'))
  const why = `${name} is no table of the dataset ${dataset}`
  return { code: 'sql_outside_dataset', why, hint: suggestion(name.split('.').at(-1) ?? name, shown) }
}

function unsupported(why: string, hint: string): Refusal {
  return { code: 'sql_not_supported', why, hint }
}

function first<T>(items: readonly T[], check: (item: T) => Refusal | undefined): Refusal | undefined {
  for (const item of items) {
    const found = check(item)
    if (found !== undefined) return found
  }
  return undefined
}
