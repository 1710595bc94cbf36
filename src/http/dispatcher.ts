import { readFileSync } from 'node:fs'
import path from 'node:path'
import { getCACertificates } from 'node:tls'
import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent } from 'undici'
import { ConfigError } from '../errors/tolva-error.ts'
import { revealed, type SecretText } from './auth/secret-text.ts'

/** Whom to trust, and who we are, on HTTPS connections: paths of PEM files, relative ones from the project's folder. */
export interface TlsFiles {
  /** Certificates of further authorities, beside those that Node trusts. */
  readonly caFile?: string | undefined
  /** Our own certificate, for servers that ask for one. */
  readonly certFile?: string | undefined
  /** Its private key. */
  readonly keyFile?: string | undefined
  /** What the key is encrypted with. */
  readonly keyPassphrase?: SecretText | undefined
}

export interface ConnectionOptions extends TlsFiles {
  readonly timeoutMs: number
  /** Connections to one host. */
  readonly maxConcurrent: number
  /** URL of a proxy, with user and password where it asks for them. Absent: the environment's. */
  readonly proxy?: SecretText | undefined
}

const KEEP_ALIVE_MS = 30_000

/**
 * The connections of a client. Idle ones do not hold the process.
 * @throws ConfigError `unreadable_file` for a PEM file, `invalid_config` for a proxy that is no URL.
 */
export function createDispatcher(options: ConnectionOptions, projectDir: string): Dispatcher {
  const tls = tlsOptions(options, projectDir)
  const settings = {
    connect: { timeout: options.timeoutMs, ...tls },
    connections: options.maxConcurrent,
    keepAliveTimeout: KEEP_ALIVE_MS,
  }
  if (options.proxy !== undefined) {
    return new ProxyAgent({ ...settings, ...proxyOf(revealed(options.proxy)), requestTls: settings.connect })
  }
  const proxied = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'].some((name) => process.env[name])
  return proxied ? new EnvHttpProxyAgent({ ...settings, requestTls: settings.connect }) : new Agent(settings)
}

/** User and password go into a header: in the URL an error could show them. */
function proxyOf(text: string): { readonly uri: string; readonly token?: string } {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new ConfigError('client.proxy is not the URL of an HTTP proxy', {
      code: 'invalid_config',
      hint: 'write it as http://host:port, or http://user:password@host:port',
    })
  }
  if (url.username === '' && url.password === '') return { uri: url.href }
  const user = Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`)
  url.username = ''
  url.password = ''
  return { uri: url.href, token: `Basic ${user.toString('base64')}` }
}

function tlsOptions({ caFile, certFile, keyFile, keyPassphrase }: TlsFiles, projectDir: string) {
  const read = (option: string, file: string) => readPem(option, path.resolve(projectDir, file))
  return {
    ...(caFile === undefined ? {} : { ca: [...getCACertificates('default'), read('caFile (ca_file)', caFile)] }),
    ...(certFile === undefined ? {} : { cert: read('certFile (cert_file)', certFile) }),
    ...(keyFile === undefined ? {} : { key: read('keyFile (key_file)', keyFile) }),
    ...(keyPassphrase === undefined ? {} : { passphrase: revealed(keyPassphrase) }),
  }
}

function readPem(option: string, file: string): string {
  try {
    const text = readFileSync(file, 'utf8')
    if (text.includes('-----BEGIN ')) return text
  } catch (cause) {
    throw unreadable(`client.${option} cannot be read`, file, cause)
  }
  throw unreadable(`client.${option} is not a PEM file`, file)
}

function unreadable(message: string, file: string, cause?: unknown): ConfigError {
  return new ConfigError(message, {
    code: 'unreadable_file',
    hint: 'give the path of a file that begins with -----BEGIN, from the folder of the project or from /',
    context: { file },
    cause,
  })
}
