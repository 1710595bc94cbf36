import { z } from 'zod'
import { confinedFile } from '../confined-path.ts'
import { hostRun, repeated } from '../host-tool.ts'
import { ASKS, defineTool } from '../tool.ts'

const CHECKED = z.object({ ok: z.boolean(), sources: z.array(z.unknown()) })

/** `check_source`. */
export const checkSourceTool = defineTool({
  name: 'check_source',
  title: 'Check a REST source',
  description:
    'Looks at the first two pages of each resource of a pipeline file, with its own credentials: does it answer, where are rows, does paging go on, what are keys and cursors, what tables would come; with the lines to write into the file. Nothing is loaded. A script must export its source, and is imported for it.',
  feature: 'sources',
  needs: ['local:read', 'network:read'],
  annotations: ASKS,
  input: z.object({
    file: z.string().min(1).describe('Pipeline file (.yaml, .json, .ts, .js), relative to the project.'),
    resources: z.array(z.string().min(1)).optional().describe('Only these, and what they depend on.'),
  }),
  output: CHECKED.extend({ file: z.string() }),
  async answer(call) {
    const { file, resources } = call.input
    const path = await confinedFile(call.scope.projectFolder, file)
    const { result, text } = await hostRun(call, ['rest', 'check', path, ...repeated('resource', resources)])
    return { data: { ...CHECKED.parse(result), file }, text }
  },
})
