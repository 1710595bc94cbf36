import { DestinationError } from '../../errors/tolva-error.ts'

const UNTRUSTED = /^(SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|CERT_|CRL_|ERR_TLS_CERT|INVALID_CA|ERR_OSSL_X509)/

/** What a connection by TLS failed of, and what to do; undefined where it was something else. */
export function tlsError(error: Error, location: string): DestinationError | undefined {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const failed = (hint: string, name = 'certificate_refused') =>
    new DestinationError(`no connection to ${location}: ${error.message}`, {
      code: name,
      hint,
      retry: false,
      context: { location },
      cause: error,
    })
  if (/does not support SSL/.test(error.message)) {
    return failed('Let the server take TLS (ssl = on), or connect in the clear: append ?sslmode=disable.', 'no_tls')
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return failed(
      'Connect by a name that the certificate of the server is made out to; or, where its authority is yours alone, append ?sslmode=verify-ca.',
    )
  }
  if (UNTRUSTED.test(code)) {
    return failed(
      'Name the authority that signed the certificate of the server: ?sslmode=verify-full&sslrootcert=/path/to/authority.pem.',
    )
  }
  return undefined
}
