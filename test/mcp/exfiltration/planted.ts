import { constants, inflateSync } from 'node:zlib'

/** Secrets by where they are planted; each looks like what such places hold. */
export const SECRETS = {
  file: 'cb_live_Q9f8e7d6c5b4a39281706zX',
  profile: 'prod-Profile-Secret-77aa41',
  environment: 'env+Secret/1d5e9c "quoted"',
  password: 'p@ss-w0rd-of-postgres-5521',
  state: 'cursor-Secret-90f1c2d3',
  pin: '48151623',
} as const

/** Stands in a secrets file as a comment and is no secret: it comes out only where the file itself was read. */
export const CANARY = 'the canary of the file sings'

/** The ways in which a secret may be written, each of which must be found. */
export function formsOf(secret: string): readonly (readonly [name: string, text: string])[] {
  const bytes = Buffer.from(secret)
  return [
    ['as it is', secret],
    ['in a URL', encodeURIComponent(secret)],
    ['in a form', new URLSearchParams([['x', secret]]).toString().slice(2)],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['in JSON within JSON', JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
    ['in base64', bytes.toString('base64').replace(/=+$/, '')],
    ['in base64 of URLs', bytes.toString('base64url')],
    ['in hexadecimal digits', bytes.toString('hex')],
    ['in upper case', secret.toUpperCase()],
    ['backwards', [...secret].reverse().join('')],
  ]
}

/** What of it all stands in a text: names of secrets and forms, none where nothing came out. */
export function leaksIn(given: string): readonly string[] {
  const text = `${given}\n${(given.match(/e[A-Za-z0-9+/]{30,}/g) ?? []).map(unpacked).join('\n')}`
  const lower = text.toLowerCase()
  const found = Object.entries(SECRETS).flatMap(([name, secret]) =>
    formsOf(secret).flatMap(([form, written]) => (lower.includes(written.toLowerCase()) ? [`${name} ${form}`] : [])),
  )
  return text.includes(CANARY) ? [...found, 'the file'] : found
}

/** What stands in a part that was packed by zlib, as the state of a pipeline is; it may have been cut short. */
function unpacked(packed: string): string {
  try {
    return inflateSync(Buffer.from(packed, 'base64'), { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8')
  } catch {
    return ''
  }
}
