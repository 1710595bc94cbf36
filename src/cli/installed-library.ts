import { InternalError } from '../errors/tolva-error.ts'
import type { Library } from './library.ts'

/** The library of this package, loaded on first use. */
export async function library(): Promise<Library> {
  throw new InternalError('the command line is not connected to the library yet', { code: 'not_connected' })
}
