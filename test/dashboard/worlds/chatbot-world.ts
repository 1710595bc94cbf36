import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Pipeline, type PipelineOptions, pipeline, secret, setting, source } from '../../../src/index.ts'
import { restApi } from '../../../src/sources/rest-api/index.ts'
import type { Place } from './world.ts'

/** What the sandbox asks for. */
export const TOKEN = 'sandbox-token-of-the-worlds'
const MINUTE = 60_000

/** Milliseconds before now at which something happens. */
export const minutes = (count: number): number => count * MINUTE

/** Users with a cursor and nested data, stories, and what each story says: keyed, so that it is merged. */
export const chatbotSource = source({
  name: 'chatbot_source',
  config: { apiKey: secret(), baseUrl: setting<string>(), limit: setting<number>({ default: 40, type: 'bigint' }) },
  resources: ({ apiKey, baseUrl, limit }) =>
    restApi({
      client: { baseUrl, auth: { type: 'bearer', token: apiKey } },
      resources: [
        {
          name: 'users',
          primaryKey: 'id',
          writeDisposition: 'merge',
          endpoint: {
            path: 'users',
            incremental: { cursorPath: 'createdAt', initialValue: '2019-01-01 00:00:00.000Z' },
            params: { limit: Number(limit) },
            dataSelector: 'data',
            paginator: { type: 'cursor', cursorPath: 'data[-1].id', cursorParam: 'after' },
          },
        },
        {
          name: 'stories',
          primaryKey: 'id',
          writeDisposition: 'replace',
          endpoint: { path: 'v2/stories', paginator: 'single_page' },
        },
        interaction('welcome'),
        interaction('fallback'),
      ],
    }),
})

function interaction(kind: 'welcome' | 'fallback') {
  return {
    name: `${kind}_interaction`,
    primaryKey: '_stories_id',
    writeDisposition: 'merge' as const,
    includeFromParent: ['id'],
    endpoint: {
      path: `stories/:storyID/interactions/${kind}`,
      params: { storyID: '{resources.stories.id}' },
      dataSelector: '$',
      paginator: 'single_page' as const,
    },
  }
}

/** The project's secrets and settings, as a person would have written them. */
export async function writeConfig({ folder }: Place, baseUrl: string, token = TOKEN): Promise<void> {
  await mkdir(join(folder, '.dlt'), { recursive: true })
  await writeFile(join(folder, '.dlt', 'secrets.toml'), `[sources.chatbot_source]\napi_key = "${token}"\n`)
  await writeFile(join(folder, '.dlt', 'config.toml'), `[sources.chatbot_source]\nbase_url = "${baseUrl}"\n`)
}

/** A pipeline of the world that believes it is some time ago. */
export function pipelineAt(place: Place, ago: number, options: Partial<PipelineOptions> = {}): Pipeline {
  return pipeline({
    name: 'chatbot_pipeline',
    destination: 'duckdb',
    dataset: 'chatbot_data',
    dataDir: place.dataDir,
    projectDir: place.folder,
    env: {},
    now: () => Date.now() - ago,
    ...options,
  })
}
