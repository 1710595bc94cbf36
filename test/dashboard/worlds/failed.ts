import { join } from 'node:path'
import { connectDuckDb } from '../../../src/duckdb/connection.ts'
import { resource, TolvaError } from '../../../src/index.ts'
import { startChatbotSandbox } from '../../../src/testing/sandbox/chatbot-sandbox.ts'
import { chatbotSource, minutes, pipelineAt, TOKEN, writeConfig } from './chatbot-world.ts'
import { type Place, still, type World } from './world.ts'

/** Does what must fail. */
async function fails(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof TolvaError) return
    throw error
  }
  throw new Error('this run was to fail')
}

/** A good load, then one with a token that is no longer taken. */
export async function unauthorized(place: Place): Promise<World> {
  const sandbox = await startChatbotSandbox({ users: 90, token: TOKEN })
  try {
    await writeConfig(place, sandbox.url)
    await pipelineAt(place, minutes(1500)).run(chatbotSource())
    await writeConfig(place, sandbox.url, 'a-token-that-was-revoked')
    await fails(() => pipelineAt(place, minutes(12)).run(chatbotSource()))
  } finally {
    await sandbox.close()
  }
  return still('the last run got a 401', 'chatbot_pipeline')
}

/** A pipeline that has never got further than its first request. */
export async function neverLoaded(place: Place): Promise<World> {
  const sandbox = await startChatbotSandbox({ users: 1, token: TOKEN })
  try {
    await writeConfig(place, sandbox.url, 'a-token-that-never-worked')
    await fails(() => pipelineAt(place, minutes(2)).run(chatbotSource()))
  } finally {
    await sandbox.close()
  }
  return still('its only run failed', 'chatbot_pipeline')
}

/** Two packages wait: the first was loaded, the next broke a constraint that somebody added to the table, the last waits behind it. */
export async function loadFailed(place: Place): Promise<World> {
  const orders = (ids: readonly number[], amount: number | null) =>
    resource(
      { name: 'orders' },
      ids.map((id) => ({ id, amount, lines: [{ sku: `A${id}`, count: 1 }] })),
    )
  const shop = (ago: number) => pipelineAt(place, minutes(ago), { name: 'shop_pipeline', dataset: 'shop_data' })
  await shop(2000).run(orders([1, 2, 3], 9.5))
  {
    await using connection = await connectDuckDb(join(place.folder, 'shop_pipeline.duckdb'))
    await connection.execute('ALTER TABLE shop_data.orders ALTER COLUMN amount SET NOT NULL')
  }
  await shop(40).prepare(orders([4, 5], 12))
  await shop(30).prepare(orders([6], null))
  await shop(20).prepare(orders([7, 8, 9], 3))
  await fails(() => shop(10).retry())
  return still('a package failed and others wait behind it', 'shop_pipeline')
}
