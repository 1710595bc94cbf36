import type { ProjectNames } from './project-names.ts'

/** A script that loads ChatBot by the source that the package brings. */
export function chatbotScript({ pipeline, dataset }: ProjectNames, destination: string): string {
  return `import { pipeline, type RunOptions } from 'tolva'
import { chatbot } from 'tolva/sources/chatbot'

const chatbotPipeline = pipeline({
  name: '${pipeline}',
  destination: '${destination}',
  dataset: '${dataset}',
})

/** What \`tolva rest check ${pipeline}.ts\` looks at. */
export const source = chatbot()

/** Called by \`tolva run ${pipeline}.ts\`, which hands over --resource, --limit and an interrupt. */
export function main(options: RunOptions = {}) {
  // Rows that come again take the place of the old ones.
  return chatbotPipeline.run(source, { writeDisposition: 'merge', ...options })
}

if (import.meta.main) console.log(\`\${await main()}\`)
`
}
