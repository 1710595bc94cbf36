import { ConfigError } from '../../errors/tolva-error.ts'
import type { Toolkit } from '../toolkits/toolkit.ts'
import { findPart } from './find-part.ts'
import type { ProjectText } from './project-text.ts'
import type { InstallRecord, WrittenPart } from './record.ts'
import { recordOf } from './record-of.ts'
import { staleFiles } from './stale-files.ts'
import { threeWay } from './three-way.ts'
import { type Item, partId, type Wanted } from './wanted.ts'

/** What is to be installed for an agent, and what is there. */
export interface InstallInput {
  readonly agent: string
  readonly toolkits: readonly { readonly toolkit: Toolkit; readonly wanted: readonly Wanted[] }[]
  readonly files: ReadonlyMap<string, ProjectText>
  readonly record: InstallRecord
  readonly overwrite: boolean
  /** ISO 8601, UTC. */
  readonly now: string
}

/** What became of something wanted, or of a file that is wanted no longer. */
export interface Step {
  readonly toolkit: string
  readonly item: Item
  readonly path: string
  readonly outcome: 'new' | 'changed' | 'same' | 'kept' | 'removed'
  /** Why it was kept. */
  readonly why?: string
  /** What to add by hand, where the file could not be changed without harm. */
  readonly add?: string
  /** What overwriting it would do to its file. */
  readonly overwriting?: { readonly before: string | undefined; readonly after: string }
}

/** A file that is made, changed or removed. */
export interface FileChange {
  readonly path: string
  readonly real: string
  readonly before: string | undefined
  /** undefined: it is removed. */
  readonly after: string | undefined
}

/** All that an installation does. */
export interface InstallPlan {
  readonly steps: readonly Step[]
  readonly changes: readonly FileChange[]
  readonly record: InstallRecord
}

/**
 * Plans an installation: pure, and the second time nothing is left to do.
 * @throws ConfigError code `skill_clash`, where two toolkits want the same file.
 */
export function planInstall(input: InstallInput): InstallPlan {
  refuseClashes(input)
  const texts = new Map([...input.files].map(([path, { text }]) => [path, text]))
  const planned = input.toolkits.map(({ toolkit, wanted }) => {
    const written = new Map<string, WrittenPart>()
    const steps = wanted.map((one) => planOne(one, { toolkit: toolkit.name, input, texts, written }))
    const stale = staleFiles(toolkit.name, wanted, input)
    for (const step of stale) if (step.outcome === 'removed') texts.set(step.path, undefined)
    return { toolkit, written, steps: [...steps, ...stale] }
  })
  return {
    steps: planned.flatMap(({ steps }) => steps),
    changes: changesOf(input.files, texts),
    record: recordOf(planned, input),
  }
}

interface Place {
  readonly toolkit: string
  readonly input: InstallInput
  /** As the files are so far in this plan. */
  readonly texts: Map<string, string | undefined>
  readonly written: Map<string, WrittenPart>
}

function planOne(wanted: Wanted, { toolkit, input, texts, written }: Place): Step {
  const path = pathOf(wanted, texts)
  const item = path === wanted.path ? wanted.item : { ...wanted.item, path }
  const step = { toolkit, item, path }
  const file = input.files.get(path)
  const id = wanted.form === 'file' ? path : partId(wanted)
  const before = recordedPart(input.record, toolkit, id)
  const remember = (part: WrittenPart | undefined) => part !== undefined && written.set(id, part)
  if (file?.refused !== undefined) return { ...step, outcome: 'kept', why: file.refused }
  const found = findPart(texts.get(path), wanted)
  if ('refused' in found) {
    remember(before)
    return { ...step, outcome: 'kept', why: found.refused, add: found.add }
  }
  const { present, wanted: hash } = found
  const recorded = before?.sha3_256
  const hasFile = file?.text !== undefined && wanted.form !== 'file'
  const verdict = threeWay({ present, wanted: hash, recorded, hasFile, overwrite: input.overwrite })
  if (verdict !== 'same' && verdict !== 'write') {
    remember(before)
    const overwriting = { before: texts.get(path), after: found.write() }
    return { ...step, outcome: 'kept', why: verdict, overwriting }
  }
  remember(before?.sha3_256 === hash ? before : { sha3_256: hash, agent: input.agent })
  if (verdict === 'same') return { ...step, outcome: 'same' }
  texts.set(path, found.write())
  return { ...step, outcome: present === undefined ? 'new' : 'changed' }
}

/** What dlt recorded is not ours. */
function recordedPart(record: InstallRecord, toolkit: string, id: string): WrittenPart | undefined {
  const part = record[toolkit]?.files[id] ?? record[toolkit]?.parts?.[id]
  return part?.agent === undefined ? undefined : part
}

function pathOf(wanted: Wanted, texts: ReadonlyMap<string, string | undefined>): string {
  const instead = 'instead' in wanted ? wanted.instead : undefined
  const isThere = (path: string) => texts.get(path) !== undefined
  return instead !== undefined && isThere(instead) && !isThere(wanted.path) ? instead : wanted.path
}

function changesOf(
  files: InstallInput['files'],
  texts: ReadonlyMap<string, string | undefined>,
): readonly FileChange[] {
  return [...files].flatMap(([path, { text, real }]) => {
    const after = texts.get(path)
    return after === text ? [] : [{ path, real, before: text, after }]
  })
}

function refuseClashes({ toolkits, record }: InstallInput): void {
  const owners = new Map<string, string>()
  const planned = new Set(toolkits.map(({ toolkit }) => toolkit.name))
  for (const [name, { files }] of Object.entries(record)) {
    if (planned.has(name)) continue
    for (const [path, part] of Object.entries(files)) if (part.agent !== undefined) owners.set(path, name)
  }
  for (const { toolkit, wanted } of toolkits) {
    for (const { path } of wanted.filter(({ form }) => form === 'file')) {
      const owner = owners.get(path)
      if (owner !== undefined) throw clash(path, owner, toolkit.name)
      owners.set(path, toolkit.name)
    }
  }
}

function clash(path: string, ...toolkits: readonly [string, string]): ConfigError {
  return new ConfigError(`toolkits ${toolkits.join(' and ')} both bring ${path}`, {
    code: 'skill_clash',
    hint: `install one of them, or give the skill another name in ${toolkits[1]}`,
    context: { file: path },
  })
}
