import type { CliContext } from '../../cli-context.ts'
import { PROJECT_DESTINATIONS } from '../../project-destinations.ts'

/** Prints what `tolva init` takes as a destination. */
export function listDestinations({ terminal }: CliContext): void {
  const destinations = Object.entries(PROJECT_DESTINATIONS).map(([name, { description }]) => ({ name, description }))
  const width = Math.max(...destinations.map(({ name }) => name.length))
  const lines = destinations.map(({ name, description }) => `  ${name.padEnd(width)}  ${description}`)
  terminal.result('init', { destinations }, ['Destinations:', ...lines].join('\n'))
}
