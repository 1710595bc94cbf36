import { ConfigError } from '../../errors/tolva-error.ts'
import { parseTemplate, type Template, type TemplatePart } from './template.ts'

const NAME = /^[A-Za-z0-9._-]+$/

/** A path as configured: literal pieces and expressions, and whether its last segment names one entity. */
export interface PathTemplate {
  readonly template: Template
  readonly singleEntity: boolean
}

/**
 * Reads a path: `{name}` and `{resources.x.y}` anywhere, `:name` as a whole segment; a backslash before the colon makes it literal.
 * @throws ConfigError where braces do not match.
 */
export function parsePath(path: string): PathTemplate {
  const [beforeQuery = '', ...query] = path.split('?')
  const segments = beforeQuery.split('/')
  const bound = segments.map((segment) => {
    const name = /^:([A-Za-z_][A-Za-z0-9_]*)$/.exec(segment)?.[1]
    return name === undefined ? segment.replace(/^\\:/, ':') : `{${name}}`
  })
  const template = parseTemplate([bound.join('/'), ...query].join('?'))
  const lastSegment = bound.findLast((segment) => segment !== '') ?? ''
  const last = parseTemplate(lastSegment)
  return { template, singleEntity: last.some((part) => 'expression' in part && NAME.test(part.expression)) }
}

/**
 * Puts the values of parameters in place of `{name}`; what refers to other resources or to the cursor stays an expression.
 * @throws ConfigError `unbound_placeholder`.
 */
export function bindPath(
  path: PathTemplate,
  boundTo: (name: string) => Template | undefined,
  where: { readonly path: string; readonly resource: string },
): Template {
  return path.template.flatMap((part): readonly TemplatePart[] => {
    if ('text' in part || /^(resources|incremental)\./.test(part.expression)) return [part]
    const value = boundTo(part.expression)
    if (value !== undefined) return value
    throw new ConfigError(
      `the path ${where.path} of resource ${where.resource} has {${part.expression}}, which nothing binds`,
      {
        code: 'unbound_placeholder',
        hint: `add ${part.expression} to endpoint.params, e.g. ${part.expression}: '{resources.<parent>.<field>}'`,
        context: { resource: where.resource },
      },
    )
  })
}
