/** Flags of the commands that install. */
export interface InstallFlags {
  readonly json?: boolean
  readonly agent?: readonly string[]
  readonly location?: string
  readonly strict?: boolean
  readonly overwrite?: boolean
  readonly diff?: boolean
  readonly dir: string
}
