import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** PEM files of an authority that nobody knows, a server for 127.0.0.1, and a client with an encrypted key. */
export interface Certificates {
  readonly caFile: string
  readonly serverCert: string
  readonly serverKey: string
  readonly clientCertFile: string
  readonly clientKeyFile: string
}

export const CLIENT_PASSPHRASE = 'key-pass-phrase'

/** Makes them by openssl in a folder. */
export function makeCertificates(folder: string): Certificates {
  const at = (name: string) => join(folder, name)
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'] as const
  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=test authority', '-days', '2')
  for (const name of ['server', 'client']) {
    writeFileSync(at(`${name}.ext`), name === 'server' ? 'subjectAltName=IP:127.0.0.1' : 'extendedKeyUsage=clientAuth')
    openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', `${name}.ext`]
    openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, ...by)
  }
  openssl('pkcs8', '-topk8', '-in', 'client.key', '-out', 'client.enc.key', '-passout', `pass:${CLIENT_PASSPHRASE}`)
  return {
    caFile: at('ca.pem'),
    serverCert: readFileSync(at('server.pem'), 'utf8'),
    serverKey: readFileSync(at('server.key'), 'utf8'),
    clientCertFile: at('client.pem'),
    clientKeyFile: at('client.enc.key'),
  }
}
