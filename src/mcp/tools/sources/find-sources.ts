import { z } from 'zod'
import type { FoundSource } from '../../../sources/known/found-source.ts'
import { searchKnownSources } from '../../../sources/known/search-known-sources.ts'
import { markdownTable } from '../../markdown-table.ts'
import { defineTool, READS, type ToolAnswer } from '../tool.ts'

const KEY = z.object({ key: z.string(), description: z.string() })
const OUTPUT = z.object({
  sources: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      description: z.string(),
      kind: z.string(),
      tags: z.array(z.string()),
      base_url: z.string().optional(),
      docs_url: z.string().optional(),
      auth: z.string().optional(),
      endpoints: z.array(z.object({ resource: z.string(), path: z.string() })),
      secrets: z.array(KEY),
      settings: z.array(KEY),
      verified: z.boolean().describe('false: written after its documentation, never run against the real API.'),
      init: z.string(),
    }),
  ),
})

/** `search_sources`. */
export const searchSourcesTool = defineTool({
  name: 'search_sources',
  title: 'Search known sources',
  description:
    "Sources that tolva brings a configuration for, by the words of a query (a service's name, or what it is for): base URL, documentation, auth, endpoints, how to come by the token. Offline. What is not verified is to be compared with the vendor's documentation. For an API that is not here, scaffold rest_api.",
  feature: 'sources',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({ query: z.string().min(1).max(300) }),
  output: OUTPUT,
  answer: async ({ input }) => answered(await searchKnownSources(input.query), `Nothing fits ${input.query}.`),
})

/** `list_sources`. */
export const listSourcesTool = defineTool({
  name: 'list_sources',
  title: 'List sources',
  description: 'Everything that scaffold_source can begin with: kinds of sources, and known APIs.',
  feature: 'sources',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({}),
  output: OUTPUT,
  answer: async () => answered(await searchKnownSources(''), 'There are none.'),
})

function answered(sources: readonly FoundSource[], none: string): ToolAnswer {
  const rows = sources.map((one) => [
    one.name,
    one.title,
    one.endpoints.map(({ resource }) => resource).join(', '),
    one.auth,
    one.verified ? 'yes' : 'unverified',
    one.init,
  ])
  const unknown = `${none} For any other API: scaffold_source with source rest_api, or \`npx tolva rest detect URL\`.`
  const table = markdownTable(['source', 'title', 'resources', 'auth', 'verified', 'command'], rows)
  return { data: { sources }, text: sources.length === 0 ? unknown : table }
}
