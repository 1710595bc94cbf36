import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startChatbotSandbox } from '../../src/testing/sandbox/chatbot-sandbox.ts'
import { type McpPlace, makePlace, removePlace } from './connect-client.ts'

/** The token of the sandbox, as it stands in the secrets file. */
export const TOKEN = 'cb_live_9f8e7d6c5b4a39281706'

/** A project with a pipeline file against a sandbox of ChatBot. */
export interface SandboxPlace extends AsyncDisposable {
  readonly place: McpPlace
  readonly sandbox: Awaited<ReturnType<typeof startChatbotSandbox>>
}

/** Starts the sandbox, and writes `chatbot.yaml` and the secrets file. */
export async function sandboxPlace(users = 90): Promise<SandboxPlace> {
  const [place, sandbox] = await Promise.all([makePlace(), startChatbotSandbox({ users, token: TOKEN })])
  await writeFile(join(place.project, 'chatbot.yaml'), pipelineYaml(sandbox.url))
  await writeFile(join(place.project, '.dlt', 'secrets.toml'), `[sources.chatbot_source]\napi_key = "${TOKEN}"\n`)
  return {
    place,
    sandbox,
    async [Symbol.asyncDispose]() {
      await sandbox.close()
      await removePlace(place)
    },
  }
}

/** Two resources of ChatBot, users in pages of 40. */
export const pipelineYaml = (url: string): string => `pipeline:
  name: chatbot_pipeline
  destination: duckdb
  dataset: chatbot_data
source:
  name: chatbot_source
  client:
    base_url: ${url}
    auth:
      type: bearer
      token: { type: setting, field: api_key }
  resources:
    - name: users
      primary_key: id
      write_disposition: merge
      endpoint:
        path: users
        params: { limit: 40 }
        data_selector: data
        paginator: { type: cursor, cursor_path: 'data[-1].id', cursor_param: after, stop_after_empty_page: true }
    - name: stories
      primary_key: id
      write_disposition: replace
      endpoint: { path: v2/stories, paginator: single_page }
`
