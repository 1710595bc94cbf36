import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { McpScope } from '../mcp-scope.ts'
import { debugText, findSourceText, validateText } from './texts.ts'

/** Adds the prompts that a person can choose from. */
export function registerPrompts(server: McpServer, { features, pipeline }: McpScope): void {
  if (features.has('sources')) {
    server.registerPrompt(
      'find-source',
      {
        title: 'Find a source',
        description: 'Load data from an API, a database or files: from the first question to a checked load.',
        argsSchema: z.object({ source: z.string().max(300).optional().describe('What to load from, in words.') }),
      },
      ({ source }) => asked(findSourceText(source)),
    )
  }
  if (!features.has('pipeline')) return
  const argsSchema = z.object({ pipeline_name: z.string().max(300).optional() })
  server.registerPrompt(
    'debug-pipeline',
    { title: 'Debug a pipeline', description: 'Find out why a run failed, or loaded too little.', argsSchema },
    ({ pipeline_name: name }) => asked(debugText(name ?? pipeline)),
  )
  server.registerPrompt(
    'validate-data',
    { title: 'Validate loaded data', description: 'Look whether what was loaded is complete and right.', argsSchema },
    ({ pipeline_name: name }) => asked(validateText(name ?? pipeline)),
  )
}

const asked = (text: string) => ({ messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }] })
