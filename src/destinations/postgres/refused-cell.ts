import { readFile } from 'node:fs/promises'
import type { Column } from '../../schema/stored.ts'

const HEADER_BYTES = 19
/** As much as PostgreSQL itself would tell. */
const TOLD = 100

/**
 * The value in a binary job file that the server refused, where it is a text or an integer: the server names line and column only.
 * @param where As the server says it: `COPY t, line 3, column code`.
 */
export async function refusedCell(
  where: string,
  { file, columns }: { readonly file: string; readonly columns: readonly Pick<Column, 'name' | 'data_type'>[] },
): Promise<string | undefined> {
  const [, line, name] = /^COPY .*?, line (\d+), column (.*)/.exec(where) ?? []
  const wanted = columns.findIndex((column) => column.name === name)
  const type = columns[wanted]?.data_type
  if (type !== 'text' && type !== 'bigint') return undefined
  const cell = cellOf(await readFile(file), Number(line), wanted)
  if (cell === undefined) return undefined
  return type === 'text'
    ? cell.toString('utf8').slice(0, TOLD)
    : String(BigInt.asIntN(64, BigInt(`0x${cell.toString('hex')}`)))
}

/** @param line Counted from 1. */
function cellOf(file: Buffer, line: number, wanted: number): Buffer | undefined {
  let at = HEADER_BYTES
  for (let row = 1; row <= line; row += 1) {
    const count = file.readInt16BE(at)
    at += 2
    for (let index = 0; index < count; index += 1) {
      const length = Math.max(0, file.readInt32BE(at))
      at += 4
      if (row === line && index === wanted) return length === 0 ? undefined : file.subarray(at, at + length)
      at += length
    }
  }
  return undefined
}
