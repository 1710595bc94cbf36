import { checkReplaceStrategy } from '../replace-strategy.ts'
import { redshiftCapabilities } from './capabilities.ts'
import type { RedshiftOptions } from './index.ts'

type Texts = Readonly<Record<string, string>>

/** What makes the destination again by name, as texts; credentials are looked up anew. */
export function storedOptions({ credentials: _, additionalCopyOptions: more, ...rest }: RedshiftOptions): Texts {
  const texts = Object.entries(rest).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]))
  return { ...Object.fromEntries(texts), ...(more !== undefined && { additionalCopyOptions: JSON.stringify(more) }) }
}

/** The options of which these texts were made. */
export function optionsOf(texts: Texts): RedshiftOptions {
  const { name, stagingIamRole, additionalCopyOptions: more, maxInsertedRows: rows, longTexts } = texts
  const bool = (key: string) => (texts[key] === undefined ? {} : { [key]: texts[key] === 'true' })
  const replaceStrategy = checkReplaceStrategy(texts.replaceStrategy, redshiftCapabilities)
  return {
    ...(name !== undefined && { name }),
    ...(stagingIamRole !== undefined && { stagingIamRole }),
    ...(more !== undefined && { additionalCopyOptions: listOf(more) }),
    ...(rows !== undefined && { maxInsertedRows: Number(rows) }),
    ...((longTexts === 'error' || longTexts === 'truncate') && { longTexts }),
    ...(replaceStrategy !== undefined && { replaceStrategy }),
    ...bool('hasCaseSensitiveIdentifiers'),
    ...bool('keepStagedFiles'),
    ...bool('sizeTexts'),
  }
}

function listOf(text: string): readonly string[] {
  const list: unknown = JSON.parse(text)
  return Array.isArray(list) ? list.map(String) : []
}
