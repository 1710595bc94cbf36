import { type Secret, secret, setting } from '../../config/secret.ts'
import type { Resource, Source } from '../../contracts/resource.ts'
import { source } from '../../extract/source.ts'
import type { ClientConfig, ResourceConfig } from '../rest-api/config.ts'
import { restApi } from '../rest-api/rest-api.ts'
import { withRuntimeSettings } from '../rest-api/runtime-settings.ts'

/** The largest page that ChatBot gives. */
const MAX_LIMIT = 40

type ChatbotResource = 'users' | 'users_single' | 'stories' | 'welcome_interaction' | 'fallback_interaction'

/** Overrides of what is configured under `[sources.chatbot_source]`. */
export interface ChatbotOptions {
  /** Developer access token: app.chatbot.com → Settings → Developers. */
  readonly apiKey?: Secret | string
  /** `https://api.chatbot.com` by default. */
  readonly baseUrl?: string
  /** Users a page, 1 to 40; 40 by default. */
  readonly limit?: number
}

/**
 * ChatBot (chatbot.com): users, stories and the default interactions of each story. `users_single` asks for each user once
 * more, so it is off until it is selected.
 *
 * @example
 * await chatbotPipeline.run(chatbot())
 */
export function chatbot(options: ChatbotOptions = {}): Source<'chatbot_source', ChatbotResource> {
  return open(options, undefined)
}

function open(
  options: ChatbotOptions,
  picked: readonly string[] | undefined,
): Source<'chatbot_source', ChatbotResource> {
  return {
    kind: 'source',
    name: 'chatbot_source',
    hints: {},
    pick: (...names) => open(options, names),
    async resources(reader) {
      const runtime = await withRuntimeSettings({ baseUrl: '' }, reader)
      const configured = chatbotSource(runtime)(options)
      return (picked === undefined ? configured : configured.pick(...picked)).resources(reader)
    },
  }
}

function chatbotSource(runtime: ClientConfig) {
  return source({
    name: 'chatbot_source',
    config: {
      apiKey: secret({ description: 'Developer access token: app.chatbot.com → Settings → Developers' }),
      baseUrl: setting({ default: 'https://api.chatbot.com' }),
      limit: setting<number>({ default: MAX_LIMIT, type: 'bigint' }),
    },
    resources: ({ apiKey, baseUrl, limit }) =>
      chatbotResources({ ...runtime, baseUrl, auth: { type: 'bearer', token: apiKey } }, Number(limit)),
  })
}

function chatbotResources(client: ClientConfig, limit: number): readonly Resource[] {
  return restApi({
    client,
    resources: [
      {
        name: 'users',
        primaryKey: 'id',
        endpoint: {
          path: 'users',
          params: { limit },
          dataSelector: 'data',
          paginator: {
            type: 'cursor',
            cursorPath: 'data[-1].id',
            cursorParam: 'after',
            stopAfterEmptyPage: true,
            pageSize: limit,
            totalItemsPath: 'count',
          },
        },
      },
      {
        name: 'users_single',
        primaryKey: 'id',
        selected: false,
        endpoint: { path: 'users/:id', params: { id: '{resources.users.id}' } },
      },
      // No selector: the list stands alone in one version of the API and under `data` in the other.
      { name: 'stories', primaryKey: 'id', endpoint: { path: 'v2/stories', paginator: 'single_page' } },
      interaction('welcome'),
      interaction('fallback'),
    ],
  })
}

/** One row a story, known by the story's id; a story without that interaction answers 404 and has no row. */
function interaction(kind: 'welcome' | 'fallback'): ResourceConfig {
  return {
    name: `${kind}_interaction`,
    primaryKey: '_stories_id',
    includeFromParent: ['id'],
    endpoint: {
      path: `stories/:storyID/interactions/${kind}`,
      params: { storyID: '{resources.stories.id}' },
      dataSelector: '$',
      paginator: 'single_page',
      responseActions: [{ statusCode: 404, action: 'ignore' }],
    },
  }
}
