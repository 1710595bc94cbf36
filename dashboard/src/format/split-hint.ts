/** A piece of a hint: words, or what is typed as it stands. */
export interface HintPart {
  readonly text: string
  readonly isCode: boolean
}

/** What stands in backticks, and commands that stand in a sentence as they are typed. */
const CODE =
  /`([^`]+)`|\b((?:npx )?tolva (?:run|plan|pipeline|query|init|rest|explore|dashboard|config|row-types)\b[^,;()]*?(?=[,;()]|[.:](?:\s|$)| or | to |$)|npm install [\w@/.-]+[\w/])/g

/** A hint in its words and its commands, so that these can be copied. */
export function splitHint(hint: string): readonly HintPart[] {
  const parts: HintPart[] = []
  let end = 0
  for (const found of hint.matchAll(CODE)) {
    const code = found[1] ?? found[2]?.trimEnd() ?? ''
    const length = found[1] === undefined ? code.length : found[0].length
    if (found.index > end) parts.push({ text: hint.slice(end, found.index), isCode: false })
    parts.push({ text: code, isCode: true })
    end = found.index + length
  }
  if (end < hint.length) parts.push({ text: hint.slice(end), isCode: false })
  return parts
}
