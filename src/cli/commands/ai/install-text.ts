import { diffText } from '../../../workbench/install/diff-text.ts'
import type { InstallReport } from '../../../workbench/install/install-toolkits.ts'
import type { Step } from '../../../workbench/install/plan-install.ts'

const SIGNS: Readonly<Record<string, string>> = { new: '+', changed: '~', removed: '-' }

/** What was installed for an agent, in lines. */
export function installText(report: InstallReport): string {
  const items = itemsOf(report.steps)
  const installed = items.filter(({ outcome }) => outcome === 'new' || outcome === 'changed')
  const kept = report.steps.filter(({ outcome }) => outcome === 'kept')
  const lines = [
    ...items.flatMap(({ outcome, item: { kind, name, path } }) => {
      const sign = SIGNS[outcome]
      return sign === undefined ? [] : [outcome === 'removed' ? `  - ${path}` : `  ${sign} ${kind} ${name} -> ${path}`]
    }),
    ...keptLines(kept),
  ]
  if (installed.length > 0) {
    return [...lines, `${installed.length} item(s) installed. Please restart your ${report.agent.name} session`].join(
      '\n',
    )
  }
  const names = report.toolkits.map(
    ({ name, version }) => `Toolkit ${name} ${version} is already installed for ${report.agent.name}`,
  )
  return [...names, ...lines].join('\n')
}

/** What would change, and what was kept, as differences. */
export function planText({ agent, changes, steps }: InstallReport): string {
  const parts = [
    ...changes.map(({ path, before, after }) => diffText(path, before, after)),
    ...steps.flatMap(({ path, why, overwriting }) => {
      if (overwriting === undefined) return []
      const { before, after } = overwriting
      return [`kept ${path}: ${why}; --overwrite would do this:\n${diffText(path, before, after)}`]
    }),
  ]
  const plan = parts.length === 0 ? 'nothing would change' : 'nothing was written'
  return [...parts, `This is the plan for ${agent.name}: ${plan}.`].join('\n')
}

/** The same as data. */
export function installData(report: InstallReport, isPlan: boolean): object {
  const { agent, toolkits, changes, steps } = report
  return {
    agent: agent.name,
    toolkits: toolkits.map(({ name, version }) => ({ name, version })),
    items: itemsOf(steps).map(({ path, item, outcome, toolkit, why, add, overwriting }) => ({
      ...{ toolkit, ...item, outcome, why, add },
      ...(isPlan && overwriting !== undefined && { diff: diffText(path, overwriting.before, overwriting.after) }),
    })),
    files: changes.map(({ path, before, after }) => ({
      path,
      change: after === undefined ? 'removed' : before === undefined ? 'made' : 'changed',
      ...(isPlan && { diff: diffText(path, before, after) }),
    })),
    notes: report.notes,
  }
}

/** One step an item: what was kept of it is told for itself. */
function itemsOf(steps: readonly Step[]): readonly Step[] {
  const items = new Map<string, Step>()
  for (const step of steps) {
    const { item, outcome } = step
    const key = outcome === 'kept' ? `${step.path} ${step.why}` : `${item.kind} ${item.name} ${item.path}`
    const before = items.get(key)
    if (before === undefined || before.outcome === 'same' || outcome === 'new') items.set(key, step)
  }
  return [...items.values()]
}

function keptLines(kept: readonly Step[]): readonly string[] {
  const told = new Map<string, string>()
  for (const { path, why, add } of kept) {
    const next =
      add === undefined ? '--diff shows it, --overwrite replaces it for good' : `add to it by hand: ${add.trim()}`
    told.set(`${path} ${why}`, `  kept ${path}: ${why}; ${next}`)
  }
  return [...told.values()]
}
