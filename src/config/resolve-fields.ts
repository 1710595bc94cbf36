import { MissingConfigError, type MissingField, type SearchedFiles } from './missing-config-error.ts'
import type { ConfigLookup } from './resolve.ts'
import { type ConfigFields, Secret } from './secret.ts'

/**
 * Values for the declared fields: overrides first, then configuration under `sections`, then defaults. Names in camelCase are looked
 * up in snake_case.
 * @throws MissingConfigError that names all missing fields at once.
 */
export async function resolveFields(
  fields: ConfigFields,
  from: { readonly sections: readonly string[]; readonly overrides?: Readonly<Record<string, unknown>> },
  reader: { read(request: ConfigLookup): Promise<unknown> },
): Promise<Readonly<Record<string, unknown>>> {
  const resolved: [string, unknown][] = []
  const missing: MissingField[] = []
  let files: SearchedFiles | undefined
  for (const [name, field] of Object.entries(fields)) {
    const secret = field.kind === 'secret'
    const override = from.overrides?.[name]
    if (override !== undefined) {
      resolved.push([name, secret ? asSecret(override) : override])
      continue
    }
    const request = {
      sections: from.sections,
      field: snakeCase(name),
      secret,
      required: field.default === undefined,
      ...(field.description !== undefined && { description: field.description }),
      ...(field.kind === 'setting' && field.type !== undefined && { type: field.type }),
    }
    try {
      const value = await reader.read(request)
      resolved.push([name, value ?? (secret ? asSecret(field.default) : field.default)])
    } catch (error) {
      if (!(error instanceof MissingConfigError)) throw error
      missing.push(...error.fields)
      files = error.files
    }
  }
  if (files !== undefined) throw new MissingConfigError(missing, files)
  return Object.fromEntries(resolved)
}

function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
}

function asSecret(value: unknown): unknown {
  return typeof value === 'string' ? new Secret(value) : value
}
