/** Options before the command that take the next word. */
const WITH_VALUE = /^(?:-C|-c|--git-dir|--work-tree|--namespace|--exec-path|--config-env)$/

/** A command of git without the options that stand before what it does: `git`, `add`, … */
export function gitWords(words: readonly string[]): readonly string[] {
  const [git = '', ...rest] = words
  const at = rest.findIndex((word, index) => !word.startsWith('-') && !WITH_VALUE.test(rest[index - 1] ?? ''))
  return at < 0 ? [git] : [git, ...rest.slice(at)]
}
