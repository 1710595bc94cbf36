/** A value that JSON and TOML can both hold. */
export type PlainValue = string | number | boolean | readonly PlainValue[] | { readonly [key: string]: PlainValue }

/** What a person is told was installed: one line. */
export interface Item {
  readonly kind: 'skill' | 'rule' | 'command' | 'ignore file' | 'MCP server' | 'pointer' | 'deny rules' | 'guard hook'
  readonly name: string
  /** The file or folder that is shown. */
  readonly path: string
}

/** Something that should be in a project: a whole file, or a part of a file that the user has too. Paths are below the project. */
export type Wanted =
  | { readonly form: 'file'; readonly path: string; readonly text: string; readonly item: Item }
  | { readonly form: 'line'; readonly path: string; readonly line: string; readonly item: Item }
  /** A block of markdown between two marks that name it. */
  | { readonly form: 'block'; readonly path: string; readonly id: string; readonly text: string; readonly item: Item }
  /** A key of a JSON file. */
  | {
      readonly form: 'entry'
      readonly path: string
      readonly at: readonly string[]
      readonly value: PlainValue
      readonly item: Item
      /** Another file that is taken where it is there and the first is not. */
      readonly instead?: string
    }
  /** An element of a list in a JSON file; `marks` are words by which an older one of ours is known. */
  | {
      readonly form: 'element'
      readonly path: string
      readonly at: readonly string[]
      readonly value: PlainValue
      readonly marks?: readonly string[]
      readonly item: Item
      readonly instead?: string
    }
  /** A table of a TOML file. */
  | {
      readonly form: 'table'
      readonly path: string
      readonly at: readonly string[]
      readonly value: Readonly<Record<string, PlainValue>>
      readonly item: Item
    }

/** The name under which a part is recorded: stable from version to version. */
export function partId(wanted: Exclude<Wanted, { readonly form: 'file' }>): string {
  switch (wanted.form) {
    case 'line':
      return `${wanted.path}#${wanted.line}`
    case 'block':
      return `${wanted.path}#${wanted.id}`
    case 'element':
      return `${wanted.path}#${wanted.at.join('.')}[${wanted.marks?.[0] ?? JSON.stringify(wanted.value)}]`
    default:
      return `${wanted.path}#${wanted.at.join('.')}`
  }
}
