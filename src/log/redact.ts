const MASK = '***'

const SECRET_NAME =
  /^(?:.*[_-])?(?:authorization|cookie|password|passwd|pwd|secret|token|api_?-?key|apikey|access_?key|private_?key|client_?secret|signature|sig|credentials?)$/i

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // user:password@host of a URL or connection string
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):[^\s@/]+@/gi, `$1:${MASK}@`],
  [
    /\b(authorization|cookie|set-cookie|x-api-key)(["']?\s*[:=]\s*["']?)(?:(basic|bearer|token)\s+)?[^\s"',;]+/gi,
    `$1$2${MASK}`,
  ],
  [/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${MASK}`],
  // `api_key = "…"` and `<configure me>` say where a value goes, and are none.
  [
    /([?&;\s,{"']|^)((?:[\w-]*[_-])?(?:password|passwd|pwd|secret|token|api_?key|apikey|access_?key|client_?secret|signature|sig))(["']?\s*[=:]\s*["']?)(?!(?:…|<configure me>)(?![^\s"',;)]))[^\s&"',;}]+/gi,
    `$1$2$3${MASK}`,
  ],
  // JSON web tokens, and the prefixes of well-known tokens; words that begin so, `pk_users_by_country`, have no digit
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.?[A-Za-z0-9_-]*/g, MASK],
  [
    /\b(?:sk|pk|rk|ghp|gho|ghs|github_pat|glpat|xox[abprs]|AKIA|ASIA|shpat|dapi)[-_]?(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{12,}/g,
    MASK,
  ],
]

/** Whether what stands under this name is a secret, by the name alone. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name)

/** Masks what looks like a token, a password in a URL or an authorization header within a text. */
export function redactText(text: string): string {
  return PATTERNS.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text)
}

/** The same for the fields of a log line or the context of an error: values under telling names go, texts are masked, depth first. */
export function redactFields(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, redactField(name, value)]))
}

function redactField(name: string, value: unknown): unknown {
  return SECRET_NAME.test(name) && value !== undefined && value !== null ? MASK : redactValue(value, 0)
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value)
  if (value instanceof Error) return redactText(`${value.name}: ${value.message}`)
  if (typeof value !== 'object' || value === null) return value
  // Deeper values are no use in a log line, and a circular one must end.
  if (depth > 4) return '…'
  if ('toJSON' in value && typeof value.toJSON === 'function') return redactValue(value.toJSON(), depth + 1)
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      SECRET_NAME.test(name) && inner !== undefined && inner !== null ? MASK : redactValue(inner, depth + 1),
    ]),
  )
}
