import { z } from 'zod'

const mode = z.enum(['evolve', 'freeze', 'discard_row', 'discard_value'])

/** A schema contract of a case as the public API takes it. */
export const contractHint = z.union([
  mode,
  z
    .strictObject({ tables: mode.optional(), columns: mode.optional(), data_type: mode.optional() })
    .transform(({ tables, columns, data_type }) => ({
      ...(tables && { tables }),
      ...(columns && { columns }),
      ...(data_type && { dataType: data_type }),
    })),
])
