import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/server'
import { packageFolder, readPackageFile } from '../../config/own-package.ts'
import { suggestion } from '../../errors/near-names.ts'
import { ConfigError } from '../../errors/tolva-error.ts'

const MARKDOWN = 'text/markdown'

/** Adds `tolva://docs/<page>`: the documentation that the package brings. */
export function registerDocs(server: McpServer): void {
  const template = new ResourceTemplate('tolva://docs/{page}', {
    list: async () => ({
      resources: (await pages()).map((page) => ({ uri: `tolva://docs/${page}`, name: page, mimeType: MARKDOWN })),
    }),
    complete: { page: async (begun) => (await pages()).filter((page) => page.startsWith(begun)) },
  })
  server.registerResource(
    'docs',
    template,
    { title: 'Documentation', description: 'A page of the documentation of tolva.', mimeType: MARKDOWN },
    async (uri, { page }) => {
      const name = String(page)
      const known = await pages()
      // Only names that are listed reach the disk.
      if (!known.includes(name)) {
        throw new ConfigError(`there is no page ${name}`, { code: 'unknown_page', hint: suggestion(name, known) })
      }
      return { contents: [{ uri: uri.href, mimeType: MARKDOWN, text: await readPackageFile(`docs/${name}.md`) }] }
    },
  )
}

async function pages(): Promise<readonly string[]> {
  const files = await readdir(path.join(packageFolder(), 'docs'))
  return files.flatMap((file) => /^([a-z0-9-]+)\.md$/.exec(file)?.[1] ?? []).sort()
}
