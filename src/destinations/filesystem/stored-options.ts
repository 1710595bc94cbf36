import type { FilesystemOptions } from './index.ts'

/** What makes a place for files again by name, without its credentials: they are looked up anew. What is a function is left out. */
export function storedOptions(options: FilesystemOptions): Readonly<Record<string, string>> {
  const { bucketUrl, layout, name, extraPlaceholders, currentDatetime, maxStateFiles } = options
  const extra = Object.entries(extraPlaceholders ?? {}).filter(([, value]) => typeof value !== 'function')
  return {
    ...(bucketUrl !== undefined && { bucketUrl }),
    ...(layout !== undefined && { layout }),
    ...(name !== undefined && { name }),
    ...(extra.length > 0 && { extraPlaceholders: JSON.stringify(Object.fromEntries(extra)) }),
    ...(typeof currentDatetime === 'string' && { currentDatetime }),
    ...(currentDatetime instanceof Date && { currentDatetime: currentDatetime.toISOString() }),
    ...(maxStateFiles !== undefined && { maxStateFiles: String(maxStateFiles) }),
  }
}

/** The options that these texts stand for. */
export function optionsFrom(texts: Readonly<Record<string, string>>): FilesystemOptions {
  const { bucketUrl, layout, name, extraPlaceholders, currentDatetime, maxStateFiles } = texts
  const extra = placeholdersFrom(extraPlaceholders)
  return {
    ...(bucketUrl !== undefined && { bucketUrl }),
    ...(layout !== undefined && { layout }),
    ...(name !== undefined && { name }),
    ...(extra !== undefined && { extraPlaceholders: extra }),
    ...(currentDatetime !== undefined && { currentDatetime }),
    ...(maxStateFiles !== undefined && { maxStateFiles: Number(maxStateFiles) }),
  }
}

/** Placeholders from a table of the configuration, or from its JSON. */
export function placeholdersFrom(value: unknown): Readonly<Record<string, string>> | undefined {
  const table: unknown = typeof value === 'string' ? JSON.parse(value) : value
  if (typeof table !== 'object' || table === null) return undefined
  return Object.fromEntries(Object.entries(table).map(([key, text]) => [key, String(text)]))
}
