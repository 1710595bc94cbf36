import { startChatbotSandbox } from '../../../src/testing/sandbox/chatbot-sandbox.ts'
import { chatbotSource, minutes, pipelineAt, TOKEN, writeConfig } from './chatbot-world.ts'
import { type Place, still, type World } from './world.ts'

const DAY = 24 * 60

/** When each run was, in minutes before now, and how many users there were then. */
const RUNS = [
  { ago: 3 * DAY, users: 120, revision: 0 },
  { ago: 1 * DAY, users: 420, revision: 1 },
  { ago: 3, users: 660, revision: 2 },
]

/** Three loads of ChatBot: users are merged by a cursor, stories replaced. */
export async function good(place: Place): Promise<World> {
  const sandbox = await startChatbotSandbox({ users: 0, stories: 8, token: TOKEN })
  try {
    await writeConfig(place, sandbox.url)
    for (const { ago, users, revision } of RUNS) {
      sandbox.change({ users, revision })
      await pipelineAt(place, minutes(ago)).run(chatbotSource())
    }
  } finally {
    await sandbox.close()
  }
  return still('three good loads', 'chatbot_pipeline')
}
