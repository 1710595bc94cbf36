// Loads ChatBot (https://api.chatbot.com) into DuckDB. Run it: npx tolva run chatbot_pipeline.ts
// The token is read at run time from .dlt/secrets.toml or from SOURCES__CHATBOT_SOURCE__API_KEY.
import { pipeline, secret, source } from 'tolva'
import { restApi } from 'tolva/sources/rest-api'

export const chatbot = source({
  name: 'chatbot_source',
  config: { apiKey: secret() },
  resources: ({ apiKey }) =>
    restApi({
      client: { baseUrl: 'https://api.chatbot.com', auth: { type: 'bearer', token: apiKey } },
      resources: [
        {
          name: 'users',
          endpoint: {
            path: 'users',
            params: { limit: 40 },
            dataSelector: 'data',
            paginator: { type: 'cursor', cursorPath: 'data[-1].id', cursorParam: 'after' },
          },
        },
        { name: 'stories', endpoint: { path: 'v2/stories', paginator: 'single_page' } },
        {
          name: 'welcome_interaction',
          endpoint: {
            path: 'stories/:storyID/interactions/welcome',
            params: { storyID: '{resources.stories.id}' },
            paginator: 'single_page',
            dataSelector: '$',
          },
        },
      ],
    }),
})

const chatbotPipeline = pipeline({ name: 'chatbot_pipeline', destination: 'duckdb', dataset: 'chatbot_data' })
const info = await chatbotPipeline.run(chatbot())
console.log(`${info}`)
