import { z } from 'zod'
import { MANIFEST } from './manifest.ts'

/** The JSON Schema of `toolkit.json`, for editors. */
export function toolkitSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(MANIFEST)
  return {
    $schema,
    $id: 'https://unpkg.com/tolva/schemas/toolkit.json',
    title: 'A toolkit for AI assistants',
    ...schema,
  }
}
