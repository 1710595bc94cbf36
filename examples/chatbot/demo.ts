// npm run demo: loads ChatBot into DuckDB and prints what was loaded. With a token it talks to the real API,
// without one to a sandbox on this machine that answers like it.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'smol-toml'
import { printTable } from '../../src/dataset/print-table.ts'
import { pipeline } from '../../src/index.ts'
import { chatbot } from '../../src/sources/chatbot/index.ts'
import { startChatbotSandbox } from '../../src/testing/sandbox/chatbot-sandbox.ts'

const SANDBOX_USERS = 120
const SANDBOX_TOKEN = 'sandbox-token'
/** A tenant whose users all leave one of these empty has no such column. */
const SHOWN = ['id', 'attributes__default_name', 'attributes__default_email', 'conversations', 'created_at']
const SECRETS_FILE = path.resolve('.dlt', 'secrets.toml')

function hasToken(): boolean {
  if (process.env.SOURCES__CHATBOT_SOURCE__API_KEY) return true
  if (!existsSync(SECRETS_FILE)) return false
  const { sources } = parse(readFileSync(SECRETS_FILE, 'utf8'))
  return JSON.stringify(sources ?? {}).includes('"chatbot_source":{"api_key":')
}

async function openSource() {
  if (hasToken()) return { data: chatbot(), close: async () => {} }
  const sandbox = await startChatbotSandbox({ users: SANDBOX_USERS, token: SANDBOX_TOKEN })
  console.error(`No ChatBot token is configured, so this run loads ${SANDBOX_USERS} made-up users from ${sandbox.url}.`)
  console.error(`To load your own, put api_key under [sources.chatbot_source] in ${SECRETS_FILE}.\n`)
  return { data: chatbot({ apiKey: SANDBOX_TOKEN, baseUrl: sandbox.url }), close: () => sandbox.close() }
}

const { data, close } = await openSource()
try {
  const chatbotPipeline = pipeline({ name: 'chatbot_pipeline', destination: 'duckdb', dataset: 'chatbot_data' })
  const info = await chatbotPipeline.run(data, { writeDisposition: 'replace' })
  console.log(`${info}\n`)

  console.log(`${printTable(['table', 'rows'], Object.entries(info.rowCounts))}\n`)

  const users = await chatbotPipeline.dataset().table('users').limit(10).rows()
  const columns = SHOWN.filter((column) => users.some((user) => column in user))
  console.log(
    printTable(
      columns,
      users.map((user) => columns.map((column) => user[column])),
    ),
  )
} finally {
  await close()
}
