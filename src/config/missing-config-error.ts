import { join } from 'node:path'
import { ConfigError } from '../errors/tolva-error.ts'
import type { LookupTrace } from './config-place.ts'
import { environmentKey } from './environment.ts'

/** A field that was found nowhere, and where it was looked for. */
export interface MissingField {
  readonly field: string
  readonly secret: boolean
  /** The section to write it under. */
  readonly section: readonly string[]
  readonly trace: readonly LookupTrace[]
}

/** Files that were read or looked for, absolute, the strongest first. */
export interface SearchedFiles {
  readonly folder: string
  readonly present: readonly string[]
  readonly absent: readonly string[]
}

/** Code `missing_config`: first the lines to write and the file they belong in, then every place looked in. */
export class MissingConfigError extends ConfigError {
  readonly fields: readonly MissingField[]
  readonly files: SearchedFiles

  constructor(fields: readonly MissingField[], files: SearchedFiles) {
    const first = fields[0]
    super(messageOf(fields, files), {
      code: 'missing_config',
      hint: first && `add ${first.field} ${underHeading(first)} ${fileFor(first, files.folder)}, or export it`,
      context: { fields: fields.map(({ section, field }) => [...section, field].join('.')) },
    })
    this.fields = fields
    this.files = files
  }
}

function messageOf(fields: readonly MissingField[], files: SearchedFiles): string {
  const names = fields.map(({ field }) => field).join(', ')
  return [
    `${names} ${fields.length === 1 ? 'is' : 'are'} not configured. ${whereToPut(fields, files.folder)}`,
    ...fields.flatMap(placesOf),
    ...fileLines('read', files.present),
    ...fileLines('not there', files.absent),
  ].join('\n')
}

function underHeading({ section }: MissingField): string {
  return section.length === 0 ? 'at the top of' : `under ${heading(section)} in`
}

function whereToPut(fields: readonly MissingField[], folder: string): string {
  const blocks = [true, false].flatMap((secret) => {
    const ours = fields.filter((field) => field.secret === secret)
    const first = ours[0]
    return first === undefined ? [] : [`put this in ${fileFor(first, folder)}:\n\n${tomlLines(ours)}\n`]
  })
  const exports = fields.map(({ section, field }) => `export ${environmentKey([...section, field])}=…`)
  const text = `${blocks.join('\nand ')}\nor in the environment:\n\n${indent(exports)}\n`
  return text[0]?.toUpperCase() + text.slice(1)
}

function tomlLines(fields: readonly MissingField[]): string {
  const bySection = Map.groupBy(fields, ({ section }) => heading(section))
  return indent(
    [...bySection].flatMap(([head, group]) => [...(head ? [head] : []), ...group.map(({ field }) => `${field} = "…"`)]),
  )
}

function heading(section: readonly string[]): string {
  return section.length === 0 ? '' : `[${section.join('.')}]`
}

function fileFor({ secret }: MissingField, folder: string): string {
  return join(folder, secret ? 'secrets.toml' : 'config.toml')
}

function placesOf({ field, trace }: MissingField): readonly string[] {
  const placeholders = trace.filter(({ outcome }) => outcome === 'placeholder')
  return [
    ...placeholders.map(({ key, file, place }) => `${key} in ${file ?? place} is still a placeholder: replace it`),
    `looked for ${field}, in this order:`,
    ...trace.map(
      ({ place, key, reason }) => `  ${place}: ${key}${reason === undefined ? '' : ` (refused: ${reason})`}`,
    ),
  ]
}

function fileLines(what: string, paths: readonly string[]): readonly string[] {
  return paths.length === 0 ? [] : [`files ${what}:`, ...paths.map((path) => `  ${path}`)]
}

function indent(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n')
}
