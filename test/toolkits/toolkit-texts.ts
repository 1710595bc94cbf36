import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** Where the toolkits of the package are. */
export const TOOLKITS = path.join(ROOT, 'toolkits')

/** A text that an assistant reads: a skill or a rule of a toolkit. */
export interface ToolkitText {
  readonly toolkit: string
  /** `skills` or `rules`. */
  readonly kind: string
  /** Of the skill or rule. */
  readonly name: string
  /** Below the package's folder. */
  readonly file: string
  readonly text: string
}

/** All texts of all toolkits. */
export function toolkitTexts(): readonly ToolkitText[] {
  return readdirSync(TOOLKITS, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => {
      const [toolkit = '', kind = '', rest = ''] = file.split(path.sep)
      const text = readFileSync(path.join(TOOLKITS, file), 'utf8')
      return { toolkit, kind, name: rest.replace(/\.md$/, ''), file: path.join('toolkits', file), text }
    })
}

/** What stands in blocks of a language, with those in lists moved to the left. */
export function blocksOf({ text }: ToolkitText, language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^( *)\`\`\`${language}\\n(.*?)^\\1\`\`\``, 'gms'))].map(
    ([, indent = '', block = '']) => block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  )
}

/** What stands in single backticks outside of blocks. */
export function quotesOf({ text }: ToolkitText): readonly string[] {
  const outside = text.replaceAll(/^( *)```.*?^\1```/gms, '')
  return [...outside.matchAll(/`([^`\n]+)`/g)].map(([, quote = '']) => quote)
}
