import { basename, join, relative, resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { packageVersion } from '../../../config/own-package.ts'
import type { OpenApiConversion, OpenApiOptions } from '../../../sources/rest-api/openapi/conversion.ts'
import type { CliContext } from '../../cli-context.ts'
import { examples, JSON_FLAG } from '../../flags.ts'
import { moduleCommand } from '../../make-project.ts'
import { openApiReport } from '../../openapi/openapi-report.ts'
import { filesOf } from '../../project-files.ts'
import type { Register } from '../../registration.ts'
import { madeAndKept, writeProject } from '../../write-project.ts'

/** Columns of the table where no terminal has a width. */
const UNCUT = 200
const MANY = 20

interface Flags {
  readonly json?: boolean
  readonly dir?: string
  readonly name?: string
  readonly only?: readonly string[]
  readonly set?: readonly (readonly [string, string])[]
  readonly baseUrl?: string
  readonly yaml?: boolean
}

/** Adds `tolva init openapi`. */
export const registerInitOpenApi: Register = (init, execute) => {
  init
    .command('openapi')
    .description('make a project from an OpenAPI 3.0, 3.1 or Swagger 2.0 document')
    .argument('<document>', 'a file or an URL, JSON or YAML')
    .argument('<destination>', 'duckdb, postgres, redshift or filesystem')
    .option(
      '--only <pattern...>',
      'only these paths, operation ids, tags or resources and what they depend on; * is anything',
    )
    .option('--set <name=value>', 'the value of a setting that the document leaves open; may be repeated', setting)
    .option('--name <name>', 'name of the source; from the title of the document where absent')
    .option('--base-url <url>', 'where the API is, if the document does not say it or says it wrongly')
    .option('--yaml', 'write a YAML pipeline file too')
    .option('--dir <folder>', 'where to make it')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      examples(
        'tolva init openapi petstore.yaml duckdb',
        'tolva init openapi https://example.com/openapi.json postgres --dir shop --yaml',
        "tolva init openapi github.json duckdb --only 'repos/{owner}/{repo}/issues*' --set owner=nodejs --set repo=node",
      ),
    )
    .action((document: string, destination: string, _options: Flags, command: { optsWithGlobals(): Flags }) => {
      // Flags of init itself, --dir and --json, count here too.
      const flags = command.optsWithGlobals()
      return execute('init openapi', flags.json ?? false, (context) =>
        initOpenApi({ document, destination, flags }, context),
      )
    })
}

async function initOpenApi(
  { document, destination, flags }: { readonly document: string; readonly destination: string; readonly flags: Flags },
  context: CliContext,
): Promise<void> {
  const [{ readOpenApi }, { openApiToConfig }, { openApiTemplate }] = await Promise.all([
    import('../../openapi/read-openapi.ts'),
    import('../../../sources/rest-api/openapi/open-api-to-config.ts'),
    import('../../openapi/openapi-template.ts'),
  ])
  const { cwd, signal, terminal, streams } = context
  const dir = resolve(cwd, flags.dir ?? '.')
  const read = await readOpenApi(document, { cwd, signal })
  const values = new Map(flags.set ?? [])
  const options: OpenApiOptions = {
    settings: [...values.keys()],
    ...(flags.only && { only: flags.only }),
    ...(flags.name !== undefined && { name: flags.name }),
    ...(flags.baseUrl !== undefined && { baseUrl: flags.baseUrl }),
    ...(read.url !== undefined && { documentUrl: read.url }),
  }
  const conversion = openApiToConfig(read.document, options)
  const template = openApiTemplate(conversion, { from: read.from, yaml: flags.yaml ?? false, values })
  const files = filesOf(template, { destination, projectName: basename(dir), version: await packageVersion() })
  const written = await writeProject(dir, files)
  const place = relative(cwd, dir)
  const unused = [...values.keys()].filter((name) => !conversion.settings.some((one) => one.name === name))
  const notes = [...conversion.notes, ...unused.map((name) => `no resource needs the setting ${name}`)]
  const next = [
    ...(place === '' ? [] : [`cd ${place}`]),
    'npm install',
    ...(await moduleCommand(dir, template.script, written)),
    ...(conversion.secrets.length > 0 ? [`fill in ${join('.dlt', 'secrets.toml')}`] : []),
    ...(conversion.endpoints.some(({ selected }) => selected)
      ? []
      : [`fill in ${join('.dlt', 'config.toml')}, and take selected: false out`]),
    `npx tolva rest check ${template.script}${onlySome(conversion)}`,
    `npx tolva run ${template.script}`,
  ]
  const report = openApiReport(
    { ...conversion, notes },
    { width: streams.stdout.isTTY ? terminal.width : UNCUT, color: terminal.color },
  )
  const lines = [report, '', ...madeAndKept(written), 'next:', ...next.map((step) => `  ${step}`)]
  const { config: _, ...found } = conversion
  terminal.result('init openapi', { dir, ...written, next, ...found, notes }, lines.join('\n'))
}

/** Of many endpoints, or where some cannot be asked yet, a few are looked at first. */
function onlySome({ endpoints }: OpenApiConversion): string {
  const selected = endpoints.filter((one) => one.selected).map((one) => one.resource)
  const isAll = endpoints.length <= MANY && endpoints.every((one) => one.selected || one.needs.length === 0)
  return isAll || selected.length === 0 ? '' : ` --resource ${selected.slice(0, 3).join(' ')}`
}

function setting(
  text: string,
  before: readonly (readonly [string, string])[] = [],
): readonly (readonly [string, string])[] {
  const at = text.indexOf('=')
  if (at > 0) return [...before, [text.slice(0, at), text.slice(at + 1)]]
  throw new InvalidArgumentError('It must be name=value.')
}
