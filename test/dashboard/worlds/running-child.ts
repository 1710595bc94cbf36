// A run that goes on until a file is there: node running-child.ts <folder> <data folder>
import { join } from 'node:path'
import { startChatbotSandbox } from '../../../src/testing/sandbox/chatbot-sandbox.ts'
import { chatbotSource, pipelineAt, TOKEN, writeConfig } from './chatbot-world.ts'
import { slowFront } from './slow-front.ts'

const USERS = 30_000
const [folder = '', dataDir = ''] = process.argv.slice(2)
const place = { folder, dataDir }
const sandbox = await startChatbotSandbox({ users: USERS, stories: 8, revision: 3, token: TOKEN })
const front = await slowFront(sandbox.url, { ms: 250, limitEvery: 23, until: join(folder, 'finish') })
await writeConfig(place, front)
const running = pipelineAt(place, 0, { checkpoint: { pages: 40 } })
await running.run(chatbotSource(), {
  onEvent(event) {
    if (event.type === 'page') process.stdout.write('page\n')
  },
})
process.exit(0)
