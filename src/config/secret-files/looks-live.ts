/** How tokens of well-known services begin. */
const PREFIX =
  /(?:^|[^A-Za-z0-9])(?:sk|pk|rk|whsec|ghp|gho|ghu|ghs|ghr|github_pat|glpat|xox[abeprs]|xapp|AKIA|ASIA|AIza|ya29|shpat|shpss|dapi|hvs|npm|pypi|EAA|SG|key|pat|lin_api|secret|figd|dop_v1|dckr_pat)[-_.]?(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{10,}/
const JWT = /eyJ[A-Za-z0-9_-]{6,}/
const KEY_BLOCK = /-----BEGIN|PRIVATE KEY/
const USER_AND_PASSWORD = /:\/\/[^\s/@]*:[^\s/@]+@|:\/\/[^\s/@]+@/
const PASSWORD_PARAMETER = /(?:password|passwd|pwd|secret|token|api_?key|signature|sig)=[^&\s;]+/i
const HEADER = /\b(?:bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}|\b(?:authorization|cookie|x-api-key)\s*[:=]\s*\S/i
const HEX = /[0-9a-f]{20,}/i
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/** true where a text looks like a credential: by its beginning, its form, or by being as disordered as only generated texts are. */
export function looksLive(text: string): boolean {
  if (
    [PREFIX, JWT, KEY_BLOCK, USER_AND_PASSWORD, PASSWORD_PARAMETER, HEADER, HEX, UUID].some((form) => form.test(text))
  )
    return true
  const words = [text.split(/[\s/,:;.?&=<>{}"'()]+/), text.split(/[^A-Za-z0-9+/=_-]+/)].flat()
  return words.some((word) => isDisordered(word.replace(/[^A-Za-z0-9]/g, '')))
}

/** Long words of letters and digits mixed, or of both cases mixed, with few repetitions. */
function isDisordered(word: string): boolean {
  if (word.length < 14) return false
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/].filter((one) => one.test(word)).length
  const changes = [...word].filter((char, at) => at > 0 && kindOf(char) !== kindOf(word[at - 1] ?? '')).length
  return classes >= 2 && changes / word.length > 0.4 && entropy(word) > 3
}

function kindOf(char: string): string {
  if (/[a-z]/.test(char)) return 'lower'
  if (/[A-Z]/.test(char)) return 'upper'
  return /[0-9]/.test(char) ? 'digit' : 'other'
}

/** Bits for each character, after Shannon. */
function entropy(word: string): number {
  const counts = Map.groupBy(word, (char) => char)
  return [...counts.values()].reduce(
    (sum, { length }) => sum - (length / word.length) * Math.log2(length / word.length),
    0,
  )
}
