import { z } from 'zod'
import { environmentKey } from '../../../src/config/environment.ts'
import { sectionPaths } from '../../../src/config/section-paths.ts'

const PathCheck = z.object({
  explicit: z.array(z.string()),
  embedded: z.array(z.string()),
  config_section: z.string().nullable(),
  out: z.array(z.array(z.string())),
})
const TraceCheck = z.object({
  message_fields: z.array(z.string()),
  traces: z.record(z.string(), z.array(z.tuple([z.string(), z.string()]))),
})
const ConfigCase = z.object({ checks: z.array(z.union([PathCheck, TraceCheck])) })

/** Runs the case `config_paths`: the section paths, and the keys tried for missing fields, in order. Empty: it passes. */
export function runConfigPathsCase(doc: unknown): string[] {
  return ConfigCase.parse(doc).checks.flatMap((check, index) =>
    'out' in check ? pathDifference(check, index) : traceDifferences(check, index),
  )
}

function pathDifference(check: z.infer<typeof PathCheck>, index: number): string[] {
  const paths = sectionPaths({ sections: check.explicit, embedded: check.embedded, tail: check.config_section })
  return difference(`check ${index}`, paths, check.out)
}

function traceDifferences(check: z.infer<typeof TraceCheck>, index: number): string[] {
  return Object.entries(check.traces).flatMap(([field, expected]) => {
    const sections = (expected[0]?.[1] ?? '').toLowerCase().split('__').slice(0, -1)
    const tried = sectionPaths({ sections }).map((path) => ['Environment Variables', environmentKey([...path, field])])
    return difference(`check ${index}, ${field}`, tried, expected)
  })
}

function difference(where: string, actual: unknown, expected: unknown): string[] {
  const [ours, theirs] = [JSON.stringify(actual), JSON.stringify(expected)]
  return ours === theirs ? [] : [`${where}: got ${ours}, expected ${theirs}`]
}
