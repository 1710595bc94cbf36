import type { PlainValue, Wanted } from '../install/wanted.ts'
import type { ToolkitFile, ToolkitPage } from '../toolkits/toolkit.ts'
import type { AgentName } from './agent-names.ts'

/** How an agent starts what this package brings. */
export interface Programs {
  readonly server: { readonly command: string; readonly args: readonly string[] }
  /** The command line of the read guard; `root` stands for the project's folder where an agent has a variable for it. */
  guard(agent: string, root?: string): string
}

/** An AI assistant: where its files go, and what it makes of a toolkit. Paths are below the project's folder, with `/`. */
export interface Agent {
  readonly name: AgentName
  readonly title: string
  /** Its folder in the home folder. */
  readonly home: string
  /** What a project has that was worked on with it. */
  readonly project: readonly string[]
  /** The folder of skills. */
  readonly skills: string
  /** A rule that is always on; `name` is that of the toolkit and its own. */
  rule(page: ToolkitPage, name: string): ToolkitFile
  command(page: ToolkitPage): ToolkitFile
  /** The page that it reads in each session. */
  readonly pointer: string
  readonly ignoreFile?: string
  /** MCP server, guard hooks, deny rules. */
  settings(programs: Programs): readonly Wanted[]
  /** What is left to do by hand. */
  readonly notes: readonly string[]
}

/** Words by which a guard hook of ours is known. */
export const GUARD_MARKS = ['read-guard/hook.js', 'tolva ai guard'] as const

/** The server's entry in a JSON file. */
export function serverEntry(path: string, at: readonly string[], value: PlainValue): Wanted {
  return { form: 'entry', path, at: [...at, 'tolva'], value, item: { kind: 'MCP server', name: 'tolva', path } }
}

/** A hook in a list of a JSON file. */
export function guardElement(path: string, at: readonly string[], value: PlainValue): Wanted {
  return { form: 'element', path, at, value, marks: GUARD_MARKS, item: { kind: 'guard hook', name: 'secrets', path } }
}
