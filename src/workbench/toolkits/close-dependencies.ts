import { ConfigError } from '../../errors/tolva-error.ts'
import { unknownToolkit } from './list-toolkits.ts'
import type { Toolkit } from './toolkit.ts'

/**
 * The named toolkits with all that they need, each after what it needs.
 * @throws TolvaError code `unknown_toolkit`; ConfigError code `toolkit_cycle`.
 */
export function closeDependencies(names: readonly string[], all: readonly Toolkit[]): readonly Toolkit[] {
  const found = new Set<Toolkit>()
  const visit = (name: string, above: readonly string[]): void => {
    if (above.includes(name)) throw cycle([...above, name])
    const toolkit = all.find((one) => one.name === name) ?? unknownToolkit(name, all)
    if (found.has(toolkit)) return
    for (const needed of toolkit.dependencies) visit(needed, [...above, name])
    found.add(toolkit)
  }
  for (const name of names) visit(name, [])
  return [...found]
}

function cycle(names: readonly string[]): ConfigError {
  return new ConfigError(`toolkits need each other: ${names.join(' → ')}`, {
    code: 'toolkit_cycle',
    hint: `take one of them out of the dependencies of ${names.at(-2)} in its toolkit.json`,
    context: { toolkit: names.at(-1) },
  })
}
