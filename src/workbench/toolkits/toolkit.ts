/** A file of a toolkit; the path is below the skill's folder, with `/`. */
export interface ToolkitFile {
  readonly path: string
  readonly text: string
}

/** A skill: a folder whose SKILL.md says when to use it, with what that links to. */
export interface ToolkitSkill {
  readonly name: string
  readonly description: string
  readonly argumentHint?: string
  /** SKILL.md first. */
  readonly files: readonly ToolkitFile[]
}

/** A rule that is always on, or a command: one markdown file. */
export interface ToolkitPage {
  readonly name: string
  /** From its front matter, else its first heading. */
  readonly description: string
  /** Without front matter. */
  readonly body: string
}

/** A toolkit as it lies on disk. */
export interface Toolkit {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly tags: readonly string[]
  /** false: not shown in lists, such as the one that `tolva ai init` installs. */
  readonly listed: boolean
  /** Set where it cannot be installed so far. */
  readonly status?: 'not yet'
  readonly dependencies: readonly string[]
  /** The skill to begin with. */
  readonly entrySkill?: string
  readonly skills: readonly ToolkitSkill[]
  readonly rules: readonly ToolkitPage[]
  readonly commands: readonly ToolkitPage[]
  /** Lines for the agent's ignore file. */
  readonly ignore: readonly string[]
  /** Skills that were left out, and why: `find-source: …`. */
  readonly leftOut: readonly string[]
}
