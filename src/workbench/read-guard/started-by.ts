const STARTERS =
  /^(?:.*\/)?(?:env|sudo|doas|nohup|time|command|builtin|exec|nice|ionice|timeout|stdbuf|setsid|busybox)$/
/** Words of the shell's own that a command may stand behind. */
const KEYWORDS = /^(?:then|do|else|elif|if|while|until|!|\{)$/
/** Options of those that take the next word. */
const WITH_VALUE = /^(?:-u|--unset|-n|-C|-S|-k|-s)$/

/** A command without what only starts it: assignments, `then`, `sudo`, `env` with a command. */
export function startedBy(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => !/^\w+=/.test(word) && !KEYWORDS.test(word))
  const [program = '', ...rest] = at < 0 ? [] : words.slice(at)
  if (!STARTERS.test(program)) return [program, ...rest]
  const next = rest.findIndex((word, index) => !/^-|=|^\d+\w?$/.test(word) && !WITH_VALUE.test(rest[index - 1] ?? ''))
  return next < 0 ? [program, ...rest] : startedBy(rest.slice(next))
}
