import { stringify } from 'yaml'
import type { ToolkitFile, ToolkitPage } from '../toolkits/toolkit.ts'

/** A markdown page with front matter. */
export function withFrontMatter(data: Readonly<Record<string, string | boolean>>, body: string): string {
  return `---\n${stringify(data, { lineWidth: 0 })}---\n\n${body}`
}

/** A rule as a skill, for agents that have no rules: its description asks to read it always. */
export function ruleAsSkill(folder: string, page: ToolkitPage, name: string): ToolkitFile {
  const description = `Always read this before any work in this project. ${page.description}`
  return { path: `${folder}/${name}/SKILL.md`, text: withFrontMatter({ name, description }, page.body) }
}

/** A command as a skill, for agents that have no commands. */
export function commandAsSkill(folder: string, { name, description, body }: ToolkitPage): ToolkitFile {
  return { path: `${folder}/${name}/SKILL.md`, text: withFrontMatter({ name, description }, body) }
}
