/** `name=value` as a command or behind `export` and its like, and `for name in values`. */
const ASSIGNED =
  /(?:^|[\s;&|(`{])(?:(?:export|local|readonly|declare|typeset)\s+(?:-\w+\s+)*)?([A-Za-z_]\w*)=((?:"[^"]*"|'[^']*'|[^\s;&|()`"'])+)/g
const LOOPED = /(?:^|[\s;&|(`{])for\s+([A-Za-z_]\w*)\s+in\s+([^;\n]+)/g
const USED = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g

/** A value may be put together of others. */
const PASSES = 3
/** Of values that a variable is given one after the other; a list of more is no way to write a name. */
const MOST_VALUES = 50
const LONGEST = 100_000

/** A command line as it is where the variables that it sets itself stand as what they hold, once for each value that one is given. */
export function withAssigned(line: string): readonly string[] {
  const values = new Map<string, string[]>()
  const give = (name: string, ...more: readonly string[]) => values.set(name, [...(values.get(name) ?? []), ...more])
  for (const [, name = '', words = ''] of line.matchAll(LOOPED)) give(name, ...words.trim().split(/\s+/))
  for (const [, name = '', value = ''] of line.matchAll(ASSIGNED)) give(name, value)
  const most = Math.min(MOST_VALUES, Math.max(0, ...[...values.values()].map(({ length }) => length)))
  return Array.from({ length: most }, (_, at) => {
    const chosen = new Map([...values].map(([name, all]) => [name, all[Math.min(at, all.length - 1)]]))
    return filled(line, chosen)
  })
}

function filled(line: string, values: ReadonlyMap<string, string | undefined>): string {
  let text = line
  for (let pass = 0; pass < PASSES; pass += 1) {
    text = text.replace(USED, (whole, braced?: string, plain?: string) => values.get(braced ?? plain ?? '') ?? whole)
    // What holds itself grows without end.
    if (text.length > line.length + LONGEST) return line
  }
  return text
}
