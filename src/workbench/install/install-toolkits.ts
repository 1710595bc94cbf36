import { ConfigError, TolvaError } from '../../errors/tolva-error.ts'
import type { Agent } from '../agents/agent.ts'
import { SETUP_TOOLKIT } from '../agents/pointer-text.ts'
import { programsOf } from '../agents/programs.ts'
import { wantedOf } from '../agents/wanted-of.ts'
import { closeDependencies } from '../toolkits/close-dependencies.ts'
import { listToolkits } from '../toolkits/list-toolkits.ts'
import type { Toolkit } from '../toolkits/toolkit.ts'
import { type FileChange, planInstall, type Step } from './plan-install.ts'
import { readProjectTexts } from './project-text.ts'
import { installedFor, RECORD_FILE, readRecord, recordText } from './record.ts'
import { writeChanges } from './write-changes.ts'

/** What is installed where. */
export interface InstallOptions {
  /** The project's folder, absolute. */
  readonly project: string
  readonly agent: Agent
  /** Toolkits; `init` also brings those up to date that are installed. */
  readonly names: readonly string[]
  readonly location?: string
  readonly overwrite?: boolean
  /** Plans only. */
  readonly dryRun?: boolean
  /** A skill that cannot be used is an error. */
  readonly strict?: boolean
  readonly now: number
}

/** What an installation did, or would do. */
export interface InstallReport {
  readonly agent: Agent
  readonly toolkits: readonly Toolkit[]
  readonly steps: readonly Step[]
  readonly changes: readonly FileChange[]
  /** What is left to do by hand. */
  readonly notes: readonly string[]
}

const BY_NPX =
  'tolva is not in node_modules here, so npx starts its server and hook, which is slower: npm install tolva, then npx tolva ai init'

/**
 * Installs toolkits for an agent, with what they need.
 * @throws TolvaError code `unknown_toolkit` or `not_yet`; ConfigError code `broken_skill`, `skill_clash`, `bad_toolkit_record`.
 */
export async function installToolkits(options: InstallOptions): Promise<InstallReport> {
  const { project, agent, dryRun = false, overwrite = false } = options
  const recordFile = (await readProjectTexts(project, [RECORD_FILE])).get(RECORD_FILE)
  if (recordFile?.refused !== undefined) throw noPlaceForRecord(recordFile.refused)
  const record = readRecord(recordFile?.text)
  const toolkits = await toolkitsFor(options, installedFor(record, agent.name))
  const programs = programsOf(project)
  const wanted = toolkits.map((toolkit) => ({ toolkit, wanted: wantedOf(toolkit, agent, programs) }))
  const paths = wanted.flatMap((one) =>
    one.wanted.flatMap((part) =>
      'instead' in part && part.instead !== undefined ? [part.path, part.instead] : [part.path],
    ),
  )
  const recorded = toolkits.flatMap(({ name }) => Object.keys(record[name]?.files ?? {}))
  const files = await readProjectTexts(project, [...paths, ...recorded])
  const now = new Date(options.now).toISOString()
  const plan = planInstall({ agent: agent.name, toolkits: wanted, files, record, overwrite, now })
  if (!dryRun) {
    await writeChanges(plan.changes)
    const after = recordText(plan.record)
    if (recordFile !== undefined && after !== recordFile.text) {
      await writeChanges([{ path: RECORD_FILE, real: recordFile.real, before: recordFile.text, after }])
    }
  }
  const notes = [...agent.notes, ...(programs.server.command === 'npx' ? [BY_NPX] : [])]
  return { agent, toolkits, steps: plan.steps, changes: plan.changes, notes }
}

async function toolkitsFor(options: InstallOptions, installed: readonly string[]): Promise<readonly Toolkit[]> {
  const own = await listToolkits()
  const others = options.location === undefined ? [] : await listToolkits({ location: options.location })
  const all = [...others, ...own.filter(({ name }) => !others.some((other) => other.name === name))]
  const isSetup = options.names.includes(SETUP_TOOLKIT)
  const further = isSetup ? installed.filter((name) => all.some((toolkit) => toolkit.name === name)) : []
  const toolkits = closeDependencies([...options.names, ...further], all)
  const missing = toolkits.find(({ status }) => status !== undefined)
  if (missing !== undefined) throw notYet(missing)
  const [broken] = toolkits.flatMap(({ leftOut }) => leftOut)
  if (options.strict === true && broken !== undefined) throw brokenSkill(broken)
  return toolkits
}

function notYet({ name }: Toolkit): TolvaError {
  return new TolvaError(`toolkit ${name} cannot be installed: not yet`, {
    code: 'not_yet',
    hint: 'deploying with tolva is not built yet; tolva ai toolkit list shows what there is',
    context: { toolkit: name },
  })
}

function brokenSkill(problem: string): ConfigError {
  return new ConfigError(`a skill cannot be used: ${problem}`, {
    code: 'broken_skill',
    hint: 'mend it in the toolkit, or leave --strict out: then it is passed over',
  })
}

function noPlaceForRecord(reason: string): ConfigError {
  return new ConfigError(`${RECORD_FILE} cannot be written: ${reason}`, {
    code: 'bad_toolkit_record',
    hint: 'make .dlt a folder of the project',
    context: { file: RECORD_FILE },
  })
}
