import type { Tree } from './tree.ts'

/** A toolkit whose skills say one sentence each. */
export function toolkitTree(
  name: string,
  skills: Readonly<Record<string, string>>,
  manifest: Readonly<Record<string, unknown>> = {},
): Tree {
  const whole = { name, version: '0.1.0', description: `The toolkit ${name} of a test.`, ...manifest }
  return new Map([
    [`${name}/toolkit.json`, JSON.stringify(whole)],
    ...Object.entries(skills).map(
      ([skill, text]) => [`${name}/skills/${skill}/SKILL.md`, skillText(skill, text)] as const,
    ),
  ])
}

/** A skill that passes every check. */
export function skillText(name: string, text: string): string {
  const description = 'Use this when a test needs a skill, and not for anything else.'
  return `---\nname: ${name}\ndescription: ${description}\n---\n# ${name}\n\n${text}\n`
}
