import { SETUP_TOOLKIT } from '../agents/pointer-text.ts'
import type { Toolkit } from '../toolkits/toolkit.ts'
import { valueHash } from './content-hash.ts'
import type { InstallInput } from './plan-install.ts'
import type { InstalledToolkit, InstallRecord, WrittenPart } from './record.ts'

interface PlannedToolkit {
  readonly toolkit: Toolkit
  /** Path or id of a part → what is recorded of it. */
  readonly written: ReadonlyMap<string, WrittenPart>
}

/** The record after an installation; what is as it was keeps its time. */
export function recordOf(planned: readonly PlannedToolkit[], input: InstallInput): InstallRecord {
  const entries = planned.map(({ toolkit, written }) => {
    const before = input.record[toolkit.name]
    const after = entryOf(toolkit, written, input)
    const hash = (entry: InstalledToolkit) => valueHash({ ...entry, installed_at: '', agent: '' })
    return [toolkit.name, before !== undefined && hash(before) === hash(after) ? before : after] as const
  })
  return { ...input.record, ...Object.fromEntries(entries) }
}

function entryOf(toolkit: Toolkit, written: PlannedToolkit['written'], input: InstallInput): InstalledToolkit {
  const before = input.record[toolkit.name]
  const { tags, dependencies, entrySkill } = toolkit
  return {
    version: toolkit.version,
    description: toolkit.description,
    ...(tags.length > 0 && { tags }),
    ...(dependencies.length > 0 && { dependencies }),
    ...(entrySkill !== undefined && { workflow_entry_skill: entrySkill }),
    installed_at: input.now,
    agent: input.agent,
    files: merged(before?.files, written, { agent: input.agent, isPart: false }),
    parts: merged(before?.parts, written, { agent: input.agent, isPart: true }),
    ...(toolkit.name === SETUP_TOOLKIT && { mcp_servers: ['tolva'] }),
  }
}

/** Those of other agents stay; those of this one are as they were planned. */
function merged(
  before: Readonly<Record<string, WrittenPart>> = {},
  written: PlannedToolkit['written'],
  { agent, isPart }: { agent: string; isPart: boolean },
): Readonly<Record<string, WrittenPart>> {
  const others = Object.entries(before).filter(([, part]) => part.agent !== agent)
  const own = [...written].filter(([id]) => id.includes('#') === isPart)
  const all = new Map([...others, ...own])
  return Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)))
}
