import { describeSource } from '../../../sources/known/found-source.ts'
import type { KnownSource } from '../../../sources/known/known-source.ts'
import { listKnownSources } from '../../../sources/known/read-known-sources.ts'
import type { CliContext } from '../../cli-context.ts'

/** Prints what `tolva init` takes as a source, in groups. */
export async function listSources({ terminal }: CliContext): Promise<void> {
  const all = await listKnownSources()
  const width = Math.max(...all.map(({ name }) => name.length))
  const groups = [
    { title: 'Sources of every kind', sources: all.filter((source) => !isKnownApi(source)) },
    { title: 'Known APIs', sources: all.filter(isKnownApi) },
  ]
  const lines = groups.flatMap(({ title, sources }) => [
    `${title}:`,
    ...sources.map(({ name, description, verified }) => {
      return `  ${name.padEnd(width)}  ${description}${verified ? '' : ' (unverified)'}`
    }),
    '',
  ])
  const text = `${lines.join('\n')}
unverified: written after the public documentation, tested against a server made from it, never run against the real API.
Another API: tolva init rest_api duckdb --name NAME, or from its description: tolva init openapi DOCUMENT duckdb`
  terminal.result('init', { sources: all.map(describeSource) }, text)
}

function isKnownApi({ docsUrl }: KnownSource): boolean {
  return docsUrl !== undefined
}
