/** The flags of `tolva explore`, as commander hands them over. */
export interface ExploreFlags {
  readonly table?: readonly string[]
  /** false: `--no-report`. */
  readonly report: boolean
  readonly overwrite?: boolean
  readonly html?: string
  readonly check?: boolean
  readonly notebook?: string
}
