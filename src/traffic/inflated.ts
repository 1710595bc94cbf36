import { constants, inflateSync } from 'node:zlib'

/** Bytes that begin as zlib's do, in base64: how a pipeline's state is stored. */
const PACKED = /\be[AFJN][A-Za-z0-9+/]{30,}={0,2}/g
const MOST = 2_000_000

/** The text with a mask for each packed part that holds what may not be shown. */
export function withoutPacked(text: string, isSecret: (unpacked: string) => boolean, mask: string): string {
  return text.replace(PACKED, (packed) => (isSecret(unpackedText(packed)) ? mask : packed))
}

/** As far as it can be unpacked: it may have been cut short. */
function unpackedText(packed: string): string {
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST }
    return inflateSync(Buffer.from(packed, 'base64'), options).toString('utf8')
  } catch {
    return ''
  }
}
