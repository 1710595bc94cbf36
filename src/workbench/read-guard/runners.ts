const LANGUAGES = String.raw`python[\d.]*|node|bun|deno|tsx|perl|ruby|php`
const SHELLS = 'sh|bash|zsh|dash|ksh|fish|pwsh|powershell'
const HANDERS = 'eval|xargs|parallel|ssh|su'

/** Run code that is one of their words. */
export const RUNS_CODE = named(`${LANGUAGES}|pwsh|powershell`)

/** Run a command line that is one of their words. */
export const RUNS_LINE = named(`${SHELLS}|${HANDERS}|env|script|watch|trap|alias`)

/** Run what is said before them, or what they are given as text. */
export const RUNS_TEXT = named(`${LANGUAGES}|${SHELLS}|${HANDERS}|source`)

/** A program of these names, wherever it is. */
function named(programs: string): RegExp {
  return new RegExp(`^(?:.*/)?(?:${programs})$`)
}
