import { resolve } from 'node:path'
import type { Agent } from '../../../workbench/agents/agent.ts'
import { agentNamed } from '../../../workbench/agents/registry.ts'
import { detectAgents } from '../../../workbench/detect-agent.ts'
import { type InstallReport, installToolkits } from '../../../workbench/install/install-toolkits.ts'
import type { CliContext } from '../../cli-context.ts'
import type { InstallFlags } from './install-flags.ts'
import { installData, installText, planText } from './install-text.ts'

/** Installs toolkits for each agent, one after the other: they share files. */
export async function installForAgents(
  names: readonly string[],
  flags: InstallFlags,
  { cwd, env, now }: CliContext,
): Promise<readonly InstallReport[]> {
  const project = resolve(cwd, flags.dir)
  const reports: InstallReport[] = []
  for (const agent of await agentsOf(flags, project, env)) {
    const { overwrite, strict, diff: dryRun } = flags
    const location = flags.location === undefined ? undefined : placeOf(flags.location, cwd)
    reports.push(
      await installToolkits({
        ...{ project, agent, names, now: now() },
        ...(location !== undefined && { location }),
        ...(overwrite !== undefined && { overwrite }),
        ...(strict !== undefined && { strict }),
        ...(dryRun !== undefined && { dryRun }),
      }),
    )
  }
  return reports
}

/** A folder counts from where the command runs; an address of a repository is left as it is. */
export function placeOf(location: string, cwd: string): string {
  return /^[\w.+-]+:|@/.test(location) ? location : resolve(cwd, location)
}

async function agentsOf({ agent }: InstallFlags, project: string, env: CliContext['env']): Promise<readonly Agent[]> {
  if (agent === undefined || agent.length === 0) return detectAgents({ project, env })
  return [...new Set(agent.flatMap((names) => names.split(',')).map((name) => agentNamed(name.trim())))]
}

/** Says what was installed, or with `--diff` what would be; what is left to do goes to stderr. */
export function tellInstalled(
  command: string,
  { flags, reports }: { readonly flags: InstallFlags; readonly reports: readonly InstallReport[] },
  { terminal }: CliContext,
): void {
  const isPlan = flags.diff ?? false
  const text = reports.map((report) => (isPlan ? planText(report) : installText(report))).join('\n')
  terminal.result(command, { agents: reports.map((report) => installData(report, isPlan)) }, text)
  if (terminal.json || isPlan) return
  const told = reports.flatMap(({ notes, steps, toolkits }) => {
    // They are about these, so they are told when these are new.
    const isSetUp = steps.some(({ item, outcome }) => /server|hook/.test(item.kind) && outcome === 'new')
    return [...toolkits.flatMap(({ leftOut }) => leftOut.map((one) => `left out: ${one}`)), ...(isSetUp ? notes : [])]
  })
  for (const note of new Set(told)) terminal.note(note)
  const names = new Set(reports.flatMap(({ toolkits }) => toolkits.map(({ name }) => name)))
  if (names.size === 1 && names.has('init')) {
    terminal.note('next: npx tolva ai toolkit rest-api-pipeline install; npx tolva ai toolkit list shows others')
  }
}
