import { z } from 'zod'
import type { Page } from '../../../src/contracts/page.ts'
import type { Resource, ResourceContext, Source, SourceHints } from '../../../src/contracts/resource.ts'
import { materialize, resource, source, withHints } from '../../../src/index.ts'
import { contractHint } from './contract-hint.ts'
import { hintsOf } from './hints-of.ts'
import { jsonText } from './json-text.ts'
import type { CaseResource, CaseSource } from './pipeline-case.ts'
import { withSteps } from './steps.ts'
import { decodeTagged } from './tagged.ts'

/** `rows`: pages are JavaScript values; `bytes`: pages are JSON bodies where their values can be written as JSON. */
export type PageForm = 'rows' | 'bytes'

/** What a run of a case loads: one named source where the case describes one, else bare resources. */
export function caseSource(
  resources: readonly CaseResource[],
  described: CaseSource,
  form: PageForm,
): Source | readonly Resource[] {
  const opened = resources.map((entry) => caseResource(entry, form))
  if (Object.keys(described).length === 0) return opened
  const declared = source({ name: described.name ?? 'p', ...sourceHints(described), resources: () => opened })
  return declared()
}

function sourceHints(described: CaseSource): SourceHints {
  const settings = {
    ...(described.detections && { detections: ['iso_timestamp', ...described.detections] }),
    ...(described.preferred_types && { preferred_types: described.preferred_types }),
  }
  return {
    ...(described.max_table_nesting !== undefined && { maxTableNesting: described.max_table_nesting }),
    ...(described.root_key !== undefined && { rootKey: described.root_key }),
    ...(described.schema_contract !== undefined && { schemaContract: contractHint.parse(described.schema_contract) }),
    ...(Object.keys(settings).length > 0 && { settings }),
  }
}

function caseResource(entry: CaseResource, form: PageForm): Resource {
  const hints = entry.hints ?? {}
  const hinted: unknown = hints.variants === undefined ? [] : variantsOf(hints.variants)
  const data = entry.data === undefined || hints.variants !== undefined ? [] : [entry.data]
  const pages = entry.pages ?? data
  async function* read({ state }: Pick<ResourceContext, 'state'>): AsyncGenerator<Page> {
    Object.assign(state, decodeTagged(hints.set_state ?? {}))
    if (isRows(hinted) && hinted.length > 0) yield { rows: hinted }
    for (const [index, page] of pages.entries()) {
      if (hints.raise_after === index) throw new Error('source failed on purpose')
      yield casePage(page, form)
    }
    if (hints.materialize_empty) yield materialize()
    if (hints.raise_after !== undefined && hints.raise_after >= pages.length)
      throw new Error('source failed on purpose')
  }
  const plain = resource({ name: entry.name, ...hintsOf(hints), selected: entry.selected ?? true }, read)
  return withSteps(plain, hints.steps ?? [])
}

const variants = z.array(
  z.object({
    item: z.unknown(),
    hints: z.record(z.string(), z.unknown()),
    create_table_variant: z.boolean().optional(),
  }),
)

function variantsOf(described: unknown) {
  return variants
    .parse(described)
    .map(({ item, hints, create_table_variant: variant = false }) => withHints(item, hintsOf(hints), { variant }))
}

function casePage(page: unknown, form: PageForm): Page {
  const text = form === 'bytes' ? jsonText(page) : undefined
  if (text !== undefined) return { bytes: new TextEncoder().encode(text) }
  const decoded = decodeTagged(page)
  return { rows: isRows(decoded) ? decoded : [] }
}

/** Scalars in a page are rows too: the original puts them into a column `value`. */
function isRows(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value)
}
