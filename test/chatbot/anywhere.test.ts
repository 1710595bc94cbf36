import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NO_POSTGRES, type TestDatabase, testDatabase } from '../postgres/database.ts'
import { redshiftDatabase } from '../redshift/database.ts'
import { type ChatbotProject, type ChatbotTables, chatbotProject } from './chatbot-project.ts'

const USERS = 90
let project: ChatbotProject
let database: TestDatabase | undefined
/** What DuckDB holds, which is what the file names. */
let expected: ChatbotTables

beforeAll(async () => {
  project = await chatbotProject(USERS)
  database = await testDatabase()
  await project.run(['chatbot.yaml'])
  expected = await project.tables()
})
afterAll(async () => {
  await project[Symbol.asyncDispose]()
  await database?.close()
})

const postgresEnv = () => ({ DESTINATION__POSTGRES__CREDENTIALS: database?.url ?? '' })
const folderEnv = (name: string) => ({ DESTINATION__FILESYSTEM__BUCKET_URL: join(project.folder, name) })

describe('the ChatBot example', () => {
  test('loads all tables into the DuckDB file that it names', () => {
    expect(Object.keys(expected)).toEqual(expect.arrayContaining(['stories', 'users', 'welcome_interaction']))
    expect(expected.users).toHaveLength(USERS)
  })

  test('loads the same into PostgreSQL by --destination alone', async (context) => {
    if (database === undefined) return context.skip(NO_POSTGRES)
    const text = await project.run(['chatbot.yaml', '--destination', 'postgres'], postgresEnv())
    expect(text).toContain('loaded to destination postgres and into dataset chatbot_data')
    expect(await project.tables(postgresEnv())).toEqual(expected)
    expect(await database.query('SELECT count(*) AS n FROM chatbot_data.users')).toEqual([{ n: String(USERS) }])
  })

  test('loads the same into Redshift by --destination alone', async (context) => {
    const getObject = async () => Promise.reject(new Error('nothing was staged'))
    await using redshift = await redshiftDatabase({ getObject })
    if (redshift === undefined) return context.skip(NO_POSTGRES)
    const env = { DESTINATION__REDSHIFT__CREDENTIALS: redshift.url }
    const text = await project.run(['chatbot.yaml', '--destination', 'redshift'], env)
    expect(text).toContain('loaded to destination redshift and into dataset chatbot_data')
    expect(await project.tables(env)).toEqual(expected)
  })

  test('loads the same into a folder by --destination alone', async () => {
    const text = await project.run(['chatbot.yaml', '--destination', 'filesystem'], folderEnv('lake'))
    expect(text).toContain('loaded to destination filesystem and into dataset chatbot_data')
    expect(await project.tables(folderEnv('lake'))).toEqual(expected)
  })

  test('loads the same from the script, which says nothing of it', async () => {
    const args = ['chatbot_pipeline.ts', '--destination', 'filesystem']
    const text = await project.run(args, folderEnv('from-the-script'))
    expect(await project.tables(folderEnv('from-the-script'))).toEqual(expected)
    expect(text).not.toContain('had no effect')
  })

  test('loads into a destination that the configuration names', async () => {
    const toml = '[destination.second]\ndestination_type = "duckdb"\ncredentials = "data/second.duckdb"\n'
    await writeFile(join(project.folder, '.dlt', 'config.toml'), toml)
    const text = await project.run(['chatbot.yaml', '--destination', 'second'])
    expect(text).toContain(join(project.folder, 'data', 'second.duckdb'))
    expect(text).toContain('loaded to destination second')
    expect(await project.tables()).toEqual(expected)
  })

  test('says what is missing where a destination is not configured', async () => {
    await expect(project.run(['chatbot.yaml', '--destination', 'filesystem'])).rejects.toThrow(
      /\[destination\.filesystem\]\n\s+bucket_url = /,
    )
  })
})
