import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Agent } from './agents/agent.ts'
import { SETUP_TOOLKIT } from './agents/pointer-text.ts'
import { agentsOfEnvironment, installedAgents } from './detect-agent.ts'
import { readProjectTexts } from './install/project-text.ts'
import { RECORD_FILE, readRecord } from './install/record.ts'
import { listToolkits } from './toolkits/list-toolkits.ts'

/** A project as an assistant finds it. */
export interface WorkbenchStatus {
  /** Those that it was set up for, else the one that runs this. */
  readonly agents: readonly Agent[]
  readonly toolkits: readonly { readonly name: string; readonly version: string; readonly entrySkill?: string }[]
  /** Whether the MCP server starts; why it does not is among the warnings. */
  readonly serverStarts: boolean
  /** What is missing, each with what to do. */
  readonly warnings: readonly string[]
}

/** What the status is made of. */
export interface StatusOptions {
  /** The project's folder, absolute. */
  readonly project: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The version of this package. */
  readonly version: string
  /** Starts the MCP server; the reason where it cannot start. */
  readonly startServer: () => Promise<string | undefined>
}

/** Looks at what was installed, and whether the MCP server starts. */
export async function workbenchStatus({ project, env, version, startServer }: StatusOptions): Promise<WorkbenchStatus> {
  const record = readRecord((await readProjectTexts(project, [RECORD_FILE])).get(RECORD_FILE)?.text)
  const installed = await installedAgents(project)
  const toolkits = Object.entries(record).map(([name, { version, workflow_entry_skill: entrySkill }]) => ({
    ...{ name, version },
    ...(entrySkill !== undefined && { entrySkill }),
  }))
  const reason = await startServer()
  const isProject = ['.dlt', 'package.json'].some((name) => existsSync(join(project, name)))
  // Those of others have versions of their own.
  const ours = new Set((await listToolkits()).map(({ name }) => name))
  const old = toolkits.filter((toolkit) => ours.has(toolkit.name) && toolkit.version !== version)
  return {
    agents: installed.length > 0 ? installed : agentsOfEnvironment(env),
    toolkits,
    serverStarts: reason === undefined,
    warnings: [
      ...(isProject ? [] : ['this folder is no project yet: npx tolva init chatbot duckdb makes one']),
      ...(record[SETUP_TOOLKIT] === undefined ? ['not set up for an assistant: npx tolva ai init'] : []),
      ...(toolkits.some(({ name }) => name !== SETUP_TOOLKIT)
        ? []
        : ['no toolkit with a workflow is installed: npx tolva ai toolkit rest-api-pipeline install']),
      ...(old.length === 0
        ? []
        : [`of another version than tolva: ${old.map(({ name }) => name).join(', ')}: npx tolva ai init`]),
      ...(reason === undefined ? [] : [`the MCP server cannot start: ${reason}`]),
    ],
  }
}
