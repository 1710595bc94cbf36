import { ConfigError, SourceError } from '../../errors/tolva-error.ts'

/** A text cut into literal pieces and expressions: `u-{resources.users.id}` has one of each. */
export type Template = readonly TemplatePart[]
export type TemplatePart = { readonly text: string } | { readonly expression: string }

/** The value of an expression such as `resources.users.id`. */
export type LookUp = (expression: string) => unknown

/**
 * Cuts a text at its braces; `{{` and `}}` are literal ones.
 * @throws ConfigError where braces do not match.
 */
export function parseTemplate(source: string): Template {
  const parts: TemplatePart[] = []
  let literal = ''
  for (let at = 0; at < source.length; at += 1) {
    const char = source.charAt(at)
    if ((char === '{' || char === '}') && source.charAt(at + 1) === char) {
      literal += char
      at += 1
    } else if (char === '{') {
      const end = source.indexOf('}', at)
      if (end < 0) throw unbalanced(source)
      if (literal !== '') parts.push({ text: literal })
      literal = ''
      parts.push({ expression: source.slice(at + 1, end).trim() })
      at = end
    } else if (char === '}') throw unbalanced(source)
    else literal += char
  }
  return literal === '' ? parts : [...parts, { text: literal }]
}

/** The expressions of a template, in order. */
export function expressionsOf(template: Template): readonly string[] {
  return template.flatMap((part) => ('expression' in part ? [part.expression] : []))
}

/** The single expression of a template that is nothing else. */
export function loneExpression(template: Template): string | undefined {
  const [only, ...others] = template
  return only !== undefined && 'expression' in only && others.length === 0 ? only.expression : undefined
}

/** The text with every expression replaced by `textOf` its value. */
export function expandTemplate(template: Template, lookUp: LookUp, textOf = plainText): string {
  return template
    .map((part) => ('text' in part ? part.text : textOf(lookUp(part.expression), part.expression)))
    .join('')
}

/**
 * A value inside a text: numbers and texts as they are, `true` and `false`, lists and objects as JSON.
 * @throws SourceError `empty_placeholder` for null: a request with the word "null" in it would ask for something else.
 */
export function plainText(value: unknown, expression: string): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) {
    throw new SourceError(`{${expression}} is null here, so the request cannot be made`, {
      code: 'empty_placeholder',
      hint: 'filter such rows out of the parent (processing_steps), or give an initial_value',
      context: { expression },
    })
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function unbalanced(source: string): ConfigError {
  return new ConfigError(`the braces in "${source}" do not match`, {
    code: 'invalid_config',
    hint: 'close the placeholder, or double the braces that are meant literally: {{ and }}',
  })
}
