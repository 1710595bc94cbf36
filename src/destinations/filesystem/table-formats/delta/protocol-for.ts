import type { FormatColumn } from '../table-format.ts'
import type { ProtocolAction } from './actions.ts'

const NAIVE = 'timestampNtz'

/** Features that writers of such a version honour without having them listed. */
const LEGACY: readonly (readonly [number, readonly string[]])[] = [
  [2, ['appendOnly', 'invariants']],
  [3, ['checkConstraints']],
  [4, ['changeDataFeed', 'generatedColumns']],
  [5, ['columnMapping']],
  [6, ['identityColumns']],
]

/** The protocol that a table must declare for these columns; undefined: what it declares is enough. */
export function protocolFor(
  declared: ProtocolAction | undefined,
  columns: readonly FormatColumn[],
): ProtocolAction | undefined {
  const isNaive = columns.some(({ type }) => type === 'TIMESTAMP')
  if (!isNaive) return declared === undefined ? { minReaderVersion: 1, minWriterVersion: 2 } : undefined
  if (declared === undefined)
    return { minReaderVersion: 3, minWriterVersion: 7, readerFeatures: [NAIVE], writerFeatures: [NAIVE] }
  if (declared.readerFeatures?.includes(NAIVE)) return undefined
  const implied = LEGACY.filter(([version]) => declared.minWriterVersion < 7 && declared.minWriterVersion >= version)
  const writer = declared.writerFeatures ?? implied.flatMap(([, features]) => features)
  const reader = declared.readerFeatures ?? (declared.minReaderVersion === 2 ? ['columnMapping'] : [])
  return {
    minReaderVersion: 3,
    minWriterVersion: 7,
    readerFeatures: [...reader, NAIVE],
    writerFeatures: [...writer, NAIVE],
  }
}
