import { explainKey, explanationLines } from '../../config/explain.ts'
import { createConfigReader } from '../../config/resolve.ts'
import type { CliContext } from '../cli-context.ts'

/** `tolva config explain`: where a value comes from; never a secret. */
export async function configExplain(
  options: { readonly key: string; readonly pipeline?: string | undefined },
  context: CliContext,
): Promise<void> {
  const reader = createConfigReader({
    projectDir: context.cwd,
    env: context.env,
    ...(options.pipeline !== undefined && { pipelineName: options.pipeline }),
  })
  const explanation = await explainKey(options.key, reader)
  const files = await reader.files()
  const lines = [
    ...explanationLines(explanation),
    ...(files.present.length > 0 ? ['files read:', ...files.present.map((path) => `  ${path}`)] : []),
    ...(files.absent.length > 0 ? ['files not there:', ...files.absent.map((path) => `  ${path}`)] : []),
  ]
  context.terminal.result('config explain', { ...explanation, files }, lines.join('\n'))
}
