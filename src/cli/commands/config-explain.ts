import type { CliContext } from '../cli-context.ts'
import { examples, JSON_FLAG } from '../flags.ts'
import type { Register } from '../registration.ts'

/** Adds `tolva config explain`. */
export const registerConfig: Register = (program, execute) => {
  program
    .command('config')
    .description('look into configuration and secrets')
    .command('explain')
    .description('say where a value comes from, and every place looked in; secrets are never shown')
    .argument('<key>', 'e.g. sources.chatbot_source.api_key')
    .option('--pipeline <name>', 'as this pipeline sees it')
    .option(...JSON_FLAG)
    .addHelpText('after', examples('tolva config explain sources.chatbot_source.api_key'))
    .action((key: string, options: { json?: boolean; pipeline?: string }) =>
      execute('config explain', options.json ?? false, (context) =>
        configExplain({ key, pipeline: options.pipeline }, context),
      ),
    )
}

async function configExplain(
  options: { readonly key: string; readonly pipeline?: string | undefined },
  context: CliContext,
): Promise<void> {
  const [{ explainKey, explanationLines }, { createConfigReader }] = await Promise.all([
    import('../../config/explain.ts'),
    import('../../config/resolve.ts'),
  ])
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
