import { deflateSync, inflateSync } from 'node:zlib'
import { SchemaError } from '../errors/tolva-error.ts'
import { sha3Base64 } from './digest.ts'
import { EXACT, entriesOf } from './exact-json.ts'
import { parseTypedJson, typedJson } from './typed-json.ts'

const UNHASHED = new Set(['_local', '_state_version', '_state_engine_version', '_version_hash'])

/** The text of the `state` column of `_dlt_pipeline_state`: base64 of zlib over the typed JSON of the document, which must not hold `_local`. */
export function encodeState(state: object): string {
  return deflateSync(typedJson(state), { level: 9 }).toString('base64')
}

/** Reads the `state` column; a text that is no base64 of zlib is taken as JSON itself. Throws SchemaError `invalid_state`. */
export function decodeState(text: string): unknown {
  try {
    return parseTypedJson(inflate(text) ?? text)
  } catch (cause) {
    throw new SchemaError('A stored pipeline state cannot be read', {
      code: 'invalid_state',
      hint: 'Delete that row of _dlt_pipeline_state to go on from the state before it.',
      cause,
    })
  }
}

function inflate(text: string): string | undefined {
  if (!/^[A-Za-z\d+/]+={0,2}$/.test(text)) return undefined
  try {
    return inflateSync(Buffer.from(text, 'base64')).toString('utf8')
  } catch {
    return undefined
  }
}

/** The hash by which a change of state is seen: base64 SHA3-256 over its sorted typed JSON without versions, hash and `_local`. */
export function stateHash(state: object): string {
  const fields = entriesOf(state).filter(([key]) => !UNHASHED.has(key))
  const hashed = Object.assign(new Map(fields), EXACT in state ? { [EXACT]: state[EXACT] } : {})
  return sha3Base64(typedJson(hashed, { sorted: true }))
}
