import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { ProcessingStep, ResourceConfig } from './config.ts'

/** A resource whose steps get rows of the schema's type. */
export type TypedResourceConfig<Name extends string, S extends StandardSchemaV1> = Omit<
  ResourceConfig<Name>,
  'row' | 'processingSteps'
> & {
  readonly row: S
  readonly processingSteps?: readonly ProcessingStep<StandardSchemaV1.InferOutput<S>>[]
}

/**
 * An entry of a configuration's `resources` whose `processingSteps` are typed by its `row` schema.
 *
 * @example
 * restResource({
 *   name: 'users',
 *   row: z.object({ id: z.number(), email: z.string() }),
 *   processingSteps: [{ map: ({ id, email }) => ({ id, domain: email.split('@')[1] }) }],
 * })
 */
export function restResource<const Name extends string, S extends StandardSchemaV1>(
  config: TypedResourceConfig<Name, S>,
): ResourceConfig<Name>
export function restResource(config: ResourceConfig): ResourceConfig {
  return config
}
