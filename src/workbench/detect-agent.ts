import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { assistantsOf } from '../config/in-assistant.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import type { Agent } from './agents/agent.ts'
import { SETUP_TOOLKIT } from './agents/pointer-text.ts'
import { AGENTS } from './agents/registry.ts'
import { readProjectTexts } from './install/project-text.ts'
import { installedFor, RECORD_FILE, readRecord } from './install/record.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Where an agent is looked for. */
export interface AgentPlaces {
  /** The project's folder, absolute. */
  readonly project: string
  readonly env: Environment
}

/**
 * The agents that are worked with: those that were installed for, else the one that started this process, else the one that this
 * project and the home folder have files of, else of the home folder alone.
 * @throws ConfigError code `which_agent`, where nothing was installed and there are several, or none.
 */
export async function detectAgents(places: AgentPlaces): Promise<readonly Agent[]> {
  const installed = await installedAgents(places.project)
  if (installed.length > 0) return installed
  const found = signs(places)
  if (found.length === 1) return found
  const names = (agents: readonly Agent[]) => agents.map(({ name }) => name).join(', ')
  throw new ConfigError(found.length === 0 ? 'no agent was found' : `several agents were found: ${names(found)}`, {
    code: 'which_agent',
    hint: `say which: --agent with one of ${names(AGENTS)}`,
  })
}

/** The agents that a project was set up for, as its record says; dlt records the last one. */
export async function installedAgents(project: string): Promise<readonly Agent[]> {
  const record = readRecord((await readProjectTexts(project, [RECORD_FILE])).get(RECORD_FILE)?.text)
  const ours = AGENTS.filter(({ name }) => installedFor(record, name).includes(SETUP_TOOLKIT))
  return ours.length > 0 ? ours : AGENTS.filter(({ name }) => name === record[SETUP_TOOLKIT]?.agent)
}

function signs({ project, env }: AgentPlaces): readonly Agent[] {
  const running = agentsOfEnvironment(env)
  if (running.length > 0) return running
  const home = env.HOME ?? homedir()
  const atHome = AGENTS.filter((agent) => existsSync(join(home, agent.home)))
  const inProject = atHome.filter((agent) => agent.project.some((path) => existsSync(join(project, path))))
  return inProject.length > 0 ? inProject : atHome
}

/** The agents in whose shells this runs. */
export function agentsOfEnvironment(env: Environment): readonly Agent[] {
  const names = assistantsOf(env)
  return AGENTS.filter(({ name }) => names.includes(name))
}
