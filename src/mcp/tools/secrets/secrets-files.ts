import { z } from 'zod'
import { listSecretFiles } from '../../../config/secret-files/known-files.ts'
import { readRedacted } from '../../../config/secret-files/read-redacted.ts'
import { updateFragment } from '../../../config/secret-files/update-fragment.ts'
import { markdownTable } from '../../markdown-table.ts'
import { defineTool, READS } from '../tool.ts'

const REDACTED = z.object({
  file: z.string(),
  toml: z.string().describe('Values that are set are masked by stars of one width, and their type stands behind them.'),
  keys: z.array(z.object({ key: z.string(), type: z.string(), status: z.string().describe('set or placeholder.') })),
})

type Redacted = Awaited<ReturnType<typeof readRedacted>>

/** `secrets_list`. */
export const secretsListTool = defineTool({
  name: 'secrets_list',
  title: 'List secrets files',
  description:
    'Files of the project that hold secrets and settings, whether they are there or not. Never open them yourself.',
  feature: 'secrets',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({}),
  output: z.object({
    files: z.array(
      z.object({ path: z.string(), present: z.boolean(), kind: z.string(), profile: z.string().optional() }),
    ),
  }),
  async answer({ scope }) {
    const files = await listSecretFiles(scope.projectFolder)
    const rows = files.map(({ path, present, kind, profile }) => [path, kind, present ? 'there' : 'not there', profile])
    return { data: { files }, text: markdownTable(['file', 'kind', 'present', 'profile'], rows) }
  },
})

/** `secrets_view_redacted`. */
export const secretsViewTool = defineTool({
  name: 'secrets_view_redacted',
  title: 'Shape of a secrets file',
  description:
    'The keys of one secrets file with types, and whether each is set or still a placeholder. Values are never shown, nor how long they are.',
  feature: 'secrets',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({ file: z.string().min(1).default('.dlt/secrets.toml').describe('One that secrets_list gives.') }),
  output: REDACTED,
  async answer({ scope, input }) {
    const redacted = await readRedacted(scope.projectFolder, input.file)
    return { data: redacted, text: redactedText(redacted) }
  },
})

/** `secrets_update_fragment`. */
export const secretsUpdateTool = defineTool({
  name: 'secrets_update_fragment',
  title: 'Write placeholders for secrets',
  description:
    'Merges lines of TOML into a secrets file: placeholders like "<configure me>" for the person to fill in, and harmless settings. Real secrets are refused: never put one here, and never ask for one in the chat. What is set is not overwritten.',
  feature: 'secrets',
  needs: ['local:write'],
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  input: z.object({
    fragment: z.string().min(1).describe('[sources.chatbot_source]\napi_key = "<configure me>"'),
    file: z.string().min(1).default('.dlt/secrets.toml'),
  }),
  output: REDACTED,
  async answer({ scope, input: { fragment, file } }) {
    const redacted = await updateFragment({ folder: scope.projectFolder, file, fragment })
    const open = redacted.keys.filter(({ status }) => status !== 'set').map(({ key }) => key)
    const next =
      open.length === 0 ? [] : ['', `The person fills in ${open.join(', ')} in ${redacted.file}, with an editor.`]
    return { data: redacted, text: [redactedText(redacted), ...next].join('\n') }
  },
})

function redactedText({ file, toml, keys }: Redacted): string {
  if (keys.length === 0) return `${file} holds nothing, or is not there.`
  const rows = keys.map(({ key, type, status }) => [key, type, status])
  return `${file}\n\n\`\`\`toml\n${toml}\n\`\`\`\n\n${markdownTable(['key', 'type', 'status'], rows)}`
}
