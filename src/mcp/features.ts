import { ConfigError } from '../errors/tolva-error.ts'

/** Groups of tools that can be left out. */
export const FEATURES = ['pipeline', 'secrets', 'toolkits', 'sources', 'run'] as const

/** A group of tools. */
export type Feature = (typeof FEATURES)[number]

/**
 * The groups that `--features` asks for: names are the whole list, `+x` and `-y` change the default, which is all of them.
 * @throws ConfigError `unknown_feature`.
 */
export function featuresOf(text: string | undefined): ReadonlySet<Feature> {
  const words = (text ?? '').split(/[\s,]+/).filter((word) => word !== '')
  const isWhole = words.length > 0 && words.every((word) => !/^[+-]/.test(word))
  const chosen = new Set<Feature>(isWhole ? [] : FEATURES)
  for (const word of words) {
    const feature = featureNamed(word.replace(/^[+-]/, ''))
    if (word.startsWith('-')) chosen.delete(feature)
    else chosen.add(feature)
  }
  return chosen
}

function featureNamed(name: string): Feature {
  const found = FEATURES.find((feature) => feature === name)
  if (found !== undefined) return found
  throw new ConfigError(`there is no group of tools ${name}`, {
    code: 'unknown_feature',
    hint: `Use some of ${FEATURES.join(', ')}; +name adds, -name leaves out.`,
  })
}
