import { z } from 'zod'
import { checkGranted } from '../../grants.ts'
import { confinedFile } from '../confined-path.ts'
import { hostRun } from '../host-tool.ts'
import { defineTool, READS } from '../tool.ts'

const DECLARED = /\.(ya?ml|json)$/

const CHECKED = z.object({
  ready: z.boolean().describe('true: every key that is needed is set.'),
  keys: z.array(
    z.looseObject({
      key: z.string(),
      type: z.string(),
      status: z.string().describe('set, placeholder or missing.'),
      optional: z.boolean(),
      secret: z.boolean(),
    }),
  ),
})

/** `secrets_check`. */
export const secretsCheckTool = defineTool({
  name: 'secrets_check',
  title: 'Which secrets a pipeline needs',
  description:
    'Which keys a pipeline file asks for, which of them are set, placeholders or missing, where each was looked for, and what line is to be put where. Nothing is requested or loaded, no value is shown. A script (.ts, .js) is imported for it, which needs network:read as well.',
  feature: 'secrets',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({ file: z.string().min(1).describe('Pipeline file (.ts, .js, .yaml), relative to the project.') }),
  output: CHECKED.extend({ file: z.string() }),
  async answer(call) {
    const { file } = call.input
    const path = await confinedFile(call.scope.projectFolder, file)
    // A script is imported, and may do anything then: not for who may only read.
    if (!DECLARED.test(path)) checkGranted('secrets_check of a script', ['network:read'], call.scope.grants)
    const { result, text } = await hostRun(call, ['ai', 'secrets', 'check', path])
    return { data: { ...CHECKED.parse(result), file }, text }
  },
})
