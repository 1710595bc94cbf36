// npm run demo: loads ChatBot into DuckDB and prints what was loaded. With a token it talks to the real API,
// without one to a sandbox on this machine that answers like it.
import path from 'node:path'
import { createConfigReader } from '../../src/config/resolve.ts'
import { printTable } from '../../src/dataset/print-table.ts'
import { pipeline } from '../../src/index.ts'
import { chatbot } from '../../src/sources/chatbot/index.ts'
import { startChatbotSandbox } from '../../src/testing/sandbox/chatbot-sandbox.ts'

const SANDBOX_USERS = 120
const SANDBOX_TOKEN = 'sandbox-token'
/** A tenant whose users all leave one of these empty has no such column. */
const SHOWN = ['id', 'attributes__default_name', 'attributes__default_email', 'conversations', 'created_at']
const SECRETS_FILE = path.resolve('.dlt', 'secrets.toml')

async function hasToken(): Promise<boolean> {
  const config = createConfigReader({ projectDir: process.cwd(), env: process.env, pipelineName: 'chatbot_pipeline' })
  const sections = ['sources', 'chatbot_source']
  return (await config.read({ sections, field: 'api_key', secret: true, required: false })) !== undefined
}

async function openSource() {
  if (await hasToken()) return { data: chatbot(), close: async () => {} }
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
      { width: process.stdout.columns ?? 130 },
    ),
  )
  console.log(
    '\nLook at it in the dashboard: npm run show (in a project of yours: npx tolva pipeline chatbot_pipeline show)',
  )
} finally {
  await close()
}
