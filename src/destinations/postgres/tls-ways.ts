import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type ConnectionOptions, checkServerIdentity, type SecureVersion } from 'node:tls'
import { ConfigError } from '../../errors/tolva-error.ts'

const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const
type SslMode = (typeof MODES)[number]

/** A try to connect: in the clear, or by TLS with these options. */
export type TlsWay = false | ConnectionOptions

/** The parameters of a connection string that say how a connection is secured. */
export type TlsParams = Readonly<Record<string, string>>

/**
 * The ways to connect that `sslmode` allows, in their order, as PostgreSQL's own programs take them: `prefer` without one.
 * Certificates are read from the files that are named, else from `~/.postgresql`.
 * @throws ConfigError code `bad_credentials` for an unknown mode or a file that cannot be read.
 */
export async function tlsWays(host: string, params: TlsParams): Promise<readonly TlsWay[]> {
  const mode = modeOf(params)
  // A socket is on this machine.
  if (mode === 'disable' || host.startsWith('/')) return [false]
  const tls = await tlsOptions(host, { ...params, mode })
  if (mode === 'allow') return [false, tls]
  return mode === 'prefer' ? [tls, false] : [tls]
}

function modeOf({ sslmode = 'prefer', sslrootcert }: TlsParams): SslMode {
  const mode = MODES.find((one) => one === sslmode)
  if (mode === undefined) {
    throw new ConfigError(`sslmode is ${sslmode}, which PostgreSQL does not know`, {
      code: 'bad_credentials',
      hint: `Use one of ${MODES.join(', ')}.`,
    })
  }
  return sslrootcert === 'system' && mode === 'require' ? 'verify-full' : mode
}

async function tlsOptions(host: string, params: TlsParams & { readonly mode: SslMode }): Promise<ConnectionOptions> {
  const { mode, sslrootcert, sslcert, sslkey, sslpassword, sslcrl, ssl_min_protocol_version: oldest } = params
  const [ca, cert, key, crl] = await Promise.all([
    sslrootcert === 'system' ? undefined : fileOf('sslrootcert', sslrootcert, 'root.crt'),
    fileOf('sslcert', sslcert, 'postgresql.crt'),
    fileOf('sslkey', sslkey, 'postgresql.key'),
    fileOf('sslcrl', sslcrl, 'root.crl'),
  ])
  const certificates = {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && key !== undefined && { cert, key }),
    ...(sslpassword !== undefined && { passphrase: sslpassword }),
    ...(crl !== undefined && { crl }),
    ...(isVersion(oldest) && { minVersion: oldest }),
  }
  // An authority that is named is asked, whatever else would do.
  const isChecked = mode.startsWith('verify') || (mode === 'require' && sslrootcert !== undefined)
  if (!isChecked) return { ...certificates, rejectUnauthorized: false }
  return {
    ...certificates,
    rejectUnauthorized: true,
    checkServerIdentity: (_, certificate) =>
      mode === 'verify-full' ? checkServerIdentity(host, certificate) : undefined,
  }
}

async function fileOf(param: string, named: string | undefined, usual: string): Promise<string | undefined> {
  const file = named ?? join(homedir(), '.postgresql', usual)
  if (named === undefined && !existsSync(file)) return undefined
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new ConfigError(`the file ${file}, which ${param} names, cannot be read`, {
      code: 'bad_credentials',
      hint: `Give ${param} the path of a file in the form PEM.`,
      cause,
    })
  }
}

function isVersion(text: string | undefined): text is SecureVersion {
  return text !== undefined && ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'].includes(text)
}
