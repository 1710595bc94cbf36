import { z } from 'zod'
import { BUILT_PROGRAM } from '../../built-package.ts'

const FAILURE = z.object({ code: z.string(), message: z.string(), hint: z.string().optional() })
type Failure = z.output<typeof FAILURE>

const RESULT = z.object({
  content: z.array(z.looseObject({ text: z.string().optional() })),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().optional(),
  _meta: z.record(z.string(), z.unknown()).optional(),
})

/** What a tool answered. */
export interface Told {
  readonly data: unknown
  readonly text: string
  /** Of a call that failed. */
  readonly failure: Failure | undefined
}

/** Where a server works. */
export interface AssistantPlace {
  readonly folder: string
  readonly dataDir: string
  /** Grants beside the default ones; empty: none. */
  readonly allow: string
}

/** A client of the MCP server, which it has started over stdio as an agent does. */
export interface Assistant extends AsyncDisposable {
  call(tool: string, input?: Readonly<Record<string, unknown>>): Promise<Told>
  /** All that came from the server. */
  heard(): string
}

/** Starts a server in a project's folder. */
export type StartAssistant = (place: AssistantPlace) => Promise<Assistant>

/** The command by which agents start the server. */
export function serverCommand({ allow }: AssistantPlace): readonly [string, ...string[]] {
  const flags = allow === '' ? [] : ['--allow', allow]
  return [process.execPath, BUILT_PROGRAM, 'ai', 'mcp', '--stdio', ...flags]
}

/** The result of a call, as a client has it. An input that breaks the tool's schema is refused before the tool, and has no code. */
export function toldBy(result: unknown): Told {
  const { content, structuredContent, isError, _meta } = RESULT.parse(result)
  const text = content.map((part) => part.text ?? '').join('\n')
  const failure = FAILURE.safeParse(_meta?.['tolva/error']).data ?? { code: 'bad_input', message: text }
  return { data: structuredContent, text, failure: isError ? failure : undefined }
}
