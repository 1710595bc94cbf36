/** What is wrong with a file of a toolkit. */
export interface Finding {
  /** Below the toolkit's folder. */
  readonly file: string
  /** From 1. */
  readonly line?: number
  readonly problem: string
}

/** What a validator is told of the world; what is left out is not checked. */
export interface ValidationMeans {
  /** Why a quoted command (`tolva run x.ts`) would be refused; undefined where it is understood. */
  readonly refusal?: (command: string) => string | undefined
  /** Names of the MCP server's tools. */
  readonly tools?: readonly string[]
  /** Skills of other toolkits. */
  readonly skills?: readonly string[]
}
