import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { ConfigError } from '../errors/tolva-error.ts'
import type { Agent } from './agents/agent.ts'
import { SETUP_TOOLKIT } from './agents/pointer-text.ts'
import { AGENTS, agentNamed } from './agents/registry.ts'
import { readProjectTexts } from './install/project-text.ts'
import { RECORD_FILE, readRecord } from './install/record.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Where an agent is looked for. */
export interface AgentPlaces {
  /** The project's folder, absolute. */
  readonly project: string
  readonly env: Environment
}

/**
 * The agent that is worked with: the one that was installed for, else the one that started this process, else the one that this
 * project and the home folder have files of, else of the home folder alone.
 * @throws ConfigError code `which_agent`, where there are several, or none.
 */
export async function detectAgent(places: AgentPlaces): Promise<Agent> {
  const found = await findAgents(places)
  const [agent, ...more] = found
  if (agent !== undefined && more.length === 0) return agent
  const names = (agents: readonly Agent[]) => agents.map(({ name }) => name).join(', ')
  throw new ConfigError(agent === undefined ? 'no agent was found' : `several agents were found: ${names(found)}`, {
    code: 'which_agent',
    hint: `say which: --agent with one of ${names(AGENTS)}`,
  })
}

/** All agents of the strongest sign that there is. */
export async function findAgents({ project, env }: AgentPlaces): Promise<readonly Agent[]> {
  const recorded = readRecord((await readProjectTexts(project, [RECORD_FILE])).get(RECORD_FILE)?.text)[SETUP_TOOLKIT]
  if (recorded !== undefined && AGENTS.some(({ name }) => name === recorded.agent)) return [agentNamed(recorded.agent)]
  const running = agentsOfEnvironment(env)
  if (running.length > 0) return running
  const home = env.HOME ?? homedir()
  const atHome = AGENTS.filter((agent) => existsSync(join(home, agent.home)))
  const inProject = atHome.filter((agent) => agent.project.some((path) => existsSync(join(project, path))))
  return inProject.length > 0 ? inProject : atHome
}

/** The agents whose variables are set: they set them for all that they start. */
export function agentsOfEnvironment(env: Environment): readonly Agent[] {
  return AGENTS.filter(({ environment }) =>
    environment.some(({ variable, value }) => {
      const set = env[variable]
      return set !== undefined && set !== '' && (value === undefined || set === value)
    }),
  )
}
