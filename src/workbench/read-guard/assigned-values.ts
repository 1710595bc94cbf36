/** `name=value` as a command or behind `export` and its like, and `for name in values`. */
const ASSIGNED =
  /(?:^|[\s;&|(`{'"])(?:(?:export|local|readonly|declare|typeset)\s+(?:-\w+\s+)*)?([A-Za-z_]\w*)=((?:"[^"]*"|'[^']*'|[^\s;&|()`"'])+)/g
const LOOPED = /(?:^|[\s;&|(`{'"])for\s+([A-Za-z_]\w*)\s+in\s+([^;\n]+)/g
const USED = /\$(?:\{(!?)([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g

/** A value may be put together of others. */
const PASSES = 3
/** Of values that a variable is given one after the other, and of letters of all the lines: an assistant waits for the answer. */
const MOST_VALUES = 50
const MOST_LETTERS = 200_000
/** Values that are parts of the name of a secrets file are looked at first. */
const TELLING = /dlt|tolva|secret|toml/i
const LONGEST = 100_000

/** A command line, and as it is where the variables that it sets itself stand as what they hold, once for each value that one is given. */
export function withAssigned(line: string): readonly string[] {
  const values = new Map<string, string[]>()
  const give = (name: string, more: readonly string[]) => {
    const all = values.get(name) ?? []
    for (const one of more) all.push(one)
    values.set(name, all)
  }
  for (const [, name = '', words = ''] of line.matchAll(LOOPED)) give(name, words.trim().split(/\s+/))
  for (const [, name = '', value = ''] of line.matchAll(ASSIGNED)) give(name, [value])
  const ordered = [...values].map(([name, all]) => [name, telling(all)] as const)
  const most = ordered.reduce((longest, [, all]) => Math.max(longest, all.length), 0)
  const count = Math.min(most, MOST_VALUES, Math.ceil(MOST_LETTERS / line.length))
  const lines = Array.from({ length: count }, (_, at) =>
    filled(line, new Map(ordered.map(([name, all]) => [name, all[Math.min(at, all.length - 1)]]))),
  )
  return [line, ...lines.filter((one) => one !== line)]
}

function telling(values: readonly string[]): readonly string[] {
  const all = [...new Set(values)]
  return [...all.filter((value) => TELLING.test(value)), ...all.filter((value) => !TELLING.test(value))]
}

function filled(line: string, values: ReadonlyMap<string, string | undefined>): string {
  let text = line
  for (let pass = 0; pass < PASSES; pass += 1) {
    text = text.replace(USED, (whole, indirect?: string, braced?: string, plain?: string) => {
      const value = values.get(braced ?? plain ?? '')
      if (value === undefined) return whole
      return indirect === '!' ? `\${${value}}` : value
    })
    // What holds itself grows without end.
    if (text.length > line.length + LONGEST) return line
  }
  return text
}
