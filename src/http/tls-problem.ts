interface Problem {
  readonly code: string
  readonly what: string
  readonly hint: string
}

const UNKNOWN_CA = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
])

const BAD_CERTIFICATE = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/** What is wrong with a certificate, told by the code of the error; undefined: something else is. It does not go away by itself. */
export function tlsProblem(code: string): Problem | undefined {
  if (UNKNOWN_CA.has(code)) {
    return {
      code: 'unknown_ca',
      what: 'the certificate of the server is signed by nobody known here',
      hint: 'if the server is the right one, name a PEM file with the certificate of its CA: client.caFile (ca_file)',
    }
  }
  if (BAD_CERTIFICATE.has(code)) {
    return {
      code: 'bad_certificate',
      what: 'the certificate of the server is not valid for it',
      hint: 'check the host of the base URL and the clock of this machine, else tell the vendor of the API',
    }
  }
  return undefined
}
