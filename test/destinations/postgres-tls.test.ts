import { appendFile, chown, copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { postgres } from '../../src/destinations/postgres/index.ts'
import { silentLogger } from '../../src/log/logger.ts'
import { CLIENT_PASSPHRASE, makeCertificates } from '../http/certificates.ts'
import { NO_POSTGRES } from '../postgres/database.ts'
import { type OwnServer, ownServer } from '../postgres/own-server.ts'

let folder = ''
let tls: OwnServer | undefined
let clear: OwnServer | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-tls-'))
  makeCertificates(folder)
  tls = await ownServer(async (data) => {
    const { uid, gid } = await stat(data)
    for (const name of ['ca.pem', 'server.pem', 'server.key']) {
      await copyFile(join(folder, name), join(data, name))
      await chown(join(data, name), uid, gid)
    }
    const files = `ssl_ca_file = 'ca.pem'\nssl_cert_file = 'server.pem'\nssl_key_file = 'server.key'\n`
    await appendFile(join(data, 'postgresql.conf'), `ssl = on\n${files}`)
    const hba = await readFile(join(data, 'pg_hba.conf'), 'utf8')
    const rules = [
      'hostssl all certified 127.0.0.1/32 scram-sha-256 clientcert=verify-ca',
      'hostnossl all certified,encrypted 127.0.0.1/32 reject',
      'hostssl all open 127.0.0.1/32 reject',
    ]
    await writeFile(join(data, 'pg_hba.conf'), `${rules.join('\n')}\n${hba}`)
  })
  for (const user of ['certified', 'encrypted', 'open'])
    await tls?.query(`CREATE ROLE ${user} LOGIN PASSWORD 'tolva-password'; GRANT pg_read_all_stats TO ${user}`)
  clear = await ownServer()
})
afterAll(async () => {
  await tls?.[Symbol.asyncDispose]()
  await clear?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(({ skip }) => {
  if (tls === undefined || clear === undefined) skip(NO_POSTGRES)
})

/** A way to a server as a user, with parameters, by the address that its certificate names unless another is given. */
function urlOf(server: OwnServer | undefined, params: string, user = 'tolva', host = '127.0.0.1'): string {
  const url = new URL(server?.url ?? '')
  return `postgresql://${user}:tolva-password@${host}:${url.port}/postgres?${params}`
}

/** Whether the session of a loader is encrypted, and by whose certificate it came. */
async function sessionOf(url: string): Promise<readonly unknown[]> {
  const context = { signal: new AbortController().signal, logger: silentLogger, now: Date.now, emit: () => {} }
  await using loader = await postgres(url).connect(
    { pipeline: 'p', dataset: 'd', localDir: folder },
    { ...context, projectDir: folder },
  )
  const sql = 'SELECT ssl, client_dn FROM pg_stat_ssl WHERE pid = pg_backend_pid()'
  for await (const [row] of await loader.stream(sql)) return row ?? []
  return []
}

const file = (name: string) => encodeURIComponent(join(folder, name))

describe('TLS to PostgreSQL', () => {
  test.each([
    ['without a mode', '', true],
    ['prefer', 'sslmode=prefer', true],
    ['require', 'sslmode=require', true],
    ['allow', 'sslmode=allow', false],
    ['disable', 'sslmode=disable', false],
  ])('%s takes what it should of a server that can', async (_, params, encrypted) => {
    expect(await sessionOf(urlOf(tls, params))).toEqual([encrypted, null])
  })

  test.each([
    ['without a mode', ''],
    ['prefer', 'sslmode=prefer'],
    ['allow', 'sslmode=allow'],
  ])('%s goes on in the clear where a server has none', async (_, params) => {
    expect(await sessionOf(urlOf(clear, params))).toEqual([false, null])
  })

  test('require says so where a server has none', async () => {
    await expect(sessionOf(urlOf(clear, 'sslmode=require'))).rejects.toMatchObject({
      code: 'no_tls',
      retry: false,
      message: expect.stringMatching(/^no connection to postgresql:.*: The server does not support SSL connections$/),
      hint: 'Let the server take TLS (ssl = on), or connect in the clear: append ?sslmode=disable.',
    })
  })

  test('allow and prefer take the other way where the server asks for it', async () => {
    expect(await sessionOf(urlOf(tls, 'sslmode=allow', 'encrypted'))).toEqual([true, null])
    expect(await sessionOf(urlOf(tls, 'sslmode=prefer', 'open'))).toEqual([false, null])
  })

  test('verify-full takes a server that the named authority knows by this name', async () => {
    const params = `sslmode=verify-full&sslrootcert=${file('ca.pem')}`
    expect(await sessionOf(urlOf(tls, params))).toEqual([true, null])
  })

  test('verify-full refuses a server of another name, which verify-ca takes', async () => {
    const ca = `sslrootcert=${file('ca.pem')}`
    const elsewhere = (params: string) => urlOf(tls, `${params}&${ca}`, 'tolva', 'localhost')
    await expect(sessionOf(elsewhere('sslmode=verify-full'))).rejects.toMatchObject({
      code: 'certificate_refused',
      retry: false,
      hint: 'Connect by a name that the certificate of the server is made out to; or, where its authority is yours alone, append ?sslmode=verify-ca.',
    })
    await expect(sessionOf(elsewhere('sslmode=verify-ca'))).resolves.toEqual([true, null])
  })

  test.each(['sslmode=verify-full', 'sslmode=verify-ca', 'sslmode=verify-full&sslrootcert=system'])(
    '%s refuses a server whose authority nobody named, and says how to name it',
    async (params) => {
      await expect(sessionOf(urlOf(tls, params))).rejects.toMatchObject({
        code: 'certificate_refused',
        hint: 'Name the authority that signed the certificate of the server: ?sslmode=verify-full&sslrootcert=/path/to/authority.pem.',
      })
    },
  )

  test('a certificate of the client opens what asks for one', async () => {
    const own = `sslcert=${file('client.pem')}&sslkey=${file('client.enc.key')}&sslpassword=${CLIENT_PASSPHRASE}`
    const [encrypted, name] = await sessionOf(urlOf(tls, `sslmode=require&${own}`, 'certified'))
    expect([encrypted, name]).toEqual([true, expect.stringContaining('client')])
    await expect(sessionOf(urlOf(tls, 'sslmode=require', 'certified'))).rejects.toMatchObject({
      code: 'access_denied',
      hint: expect.stringContaining('a certificate of yours (?sslcert=…&sslkey=…)'),
    })
  })

  test.each([
    ['sslmode=maybe', 'sslmode is maybe, which PostgreSQL does not know'],
    ['sslmode=verify-full&sslrootcert=/nowhere.pem', 'the file /nowhere.pem, which sslrootcert names, cannot be read'],
    ['servicefile=a', 'the credentials have a parameter servicefile, which is not known here'],
  ])('%s is refused', async (params, message) => {
    await expect(sessionOf(urlOf(tls, params))).rejects.toMatchObject({ code: 'bad_credentials', message })
  })

  test('of several servers the first that answers is taken', async () => {
    const { port } = new URL(tls?.url ?? '')
    const url = `postgresql://tolva:tolva-password@127.0.0.1:1,127.0.0.1:${port}/postgres?target_session_attrs=read-write`
    expect(await sessionOf(url)).toEqual([true, null])
  })
})
