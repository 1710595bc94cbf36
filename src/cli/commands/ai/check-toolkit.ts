import { resolve } from 'node:path'
import { TOOLS } from '../../../mcp/tools/registry.ts'
import type { Finding } from '../../../workbench/toolkits/finding.ts'
import { listToolkits } from '../../../workbench/toolkits/list-toolkits.ts'
import { validateToolkit } from '../../../workbench/toolkits/validate-toolkit.ts'
import type { CliContext } from '../../cli-context.ts'
import { commandRefusal } from '../../command-refusal.ts'

/** Checks a toolkit's folder: also each command, tool and skill that it names. Exit code 1 where something is wrong. */
export async function checkToolkit(folder: string, { cwd, terminal, exitWith }: CliContext): Promise<void> {
  const skills = (await listToolkits()).flatMap((toolkit) => toolkit.skills.map(({ name }) => name))
  const tools = TOOLS.map(({ name }) => name)
  const findings = await validateToolkit(resolve(cwd, folder), { refusal: commandRefusal, skills, tools })
  const text = findings.length === 0 ? `${folder}: nothing is wrong` : findings.map(lineOf).join('\n')
  terminal.result('ai toolkit check', { folder, findings }, text)
  if (findings.length > 0) exitWith(1)
}

function lineOf({ file, line, problem }: Finding): string {
  return `${file}${line === undefined ? '' : `:${line}`}: ${problem}`
}
