import { ConfigError } from '../../errors/tolva-error.ts'
import { isPlainObject } from './is-plain-object.ts'
import { expressionsOf, parseTemplate } from './template.ts'

/** All expressions in the texts of a value, at any depth, in keys too. */
export function expressionsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return expressionsOf(parseTemplate(value))
  if (Array.isArray(value)) return value.flatMap(expressionsIn)
  if (!isPlainObject(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => [...expressionsIn(key), ...expressionsIn(inner)])
}

/** @throws ConfigError `unknown_placeholder` where an expression is neither a parent's field nor a known part of the cursor. */
export function checkExpressions(
  expressions: readonly string[],
  where: { readonly resource: string; readonly place: string; readonly incremental: boolean },
): void {
  const roots = where.incremental ? ['resources', 'incremental'] : ['resources']
  const unknown = expressions.find((expression) => !roots.some((root) => expression.startsWith(`${root}.`)))
  if (unknown === undefined) return
  throw new ConfigError(`{${unknown}} in ${where.place} of resource ${where.resource} refers to nothing`, {
    code: 'unknown_placeholder',
    hint: `write ${roots.map((root) => (root === 'resources' ? '{resources.<parent>.<field>}' : '{incremental.start_value}')).join(' or ')}; double braces that are meant literally: {{ and }}`,
    context: { resource: where.resource },
  })
}

/** Parent and field of `resources.<parent>.<field>`. */
export function parentField(expression: string, resource: string): { readonly parent: string; readonly field: string } {
  const [, parent, field] = /^resources\.([^.]+)\.(.+)$/s.exec(expression) ?? []
  if (parent !== undefined && field !== undefined) return { parent, field }
  throw new ConfigError(`{${expression}} in resource ${resource} names no field`, {
    code: 'unknown_placeholder',
    hint: 'write {resources.<parent>.<field>}',
    context: { resource },
  })
}
