import { ConfigError } from '../errors/tolva-error.ts'

const AXES = ['local', 'data', 'network'] as const
const VERBS = ['read', 'write'] as const

/** What an assistant may do: `local` is the project and what runs left on this machine, `data` the loaded rows. */
export type Grant = `${(typeof AXES)[number]}:${(typeof VERBS)[number]}`

/** All grants, as `--allow` takes them. */
export const GRANTS: readonly Grant[] = AXES.flatMap((axis) => VERBS.map((verb): Grant => `${axis}:${verb}`))

/** What is allowed without a word. */
export const DEFAULT_GRANTS: readonly Grant[] = ['local:read', 'data:read']

/**
 * The default grants and those of `--allow`, separated by commas.
 * @throws ConfigError `unknown_grant`.
 */
export function grantsOf(allowed: string | undefined): ReadonlySet<Grant> {
  const words = (allowed ?? '').split(/[\s,]+/).filter((word) => word !== '')
  const named = words.map((word) => {
    const grant = GRANTS.find((one) => one === word)
    if (grant !== undefined) return grant
    throw new ConfigError(`${word} is nothing that can be allowed`, {
      code: 'unknown_grant',
      hint: `Use some of ${GRANTS.join(', ')}, separated by commas.`,
    })
  })
  return new Set([...DEFAULT_GRANTS, ...named])
}

/** Those of the wanted grants that were not given. */
export function missingGrants(wanted: readonly Grant[], given: ReadonlySet<Grant>): readonly Grant[] {
  return wanted.filter((grant) => !given.has(grant))
}

/** The flag that adds these grants to those that are given. */
export function allowFlag(missing: readonly Grant[], given: ReadonlySet<Grant>): string {
  const defaults: ReadonlySet<Grant> = new Set(DEFAULT_GRANTS)
  const asked = GRANTS.filter((grant) => !defaults.has(grant) && (given.has(grant) || missing.includes(grant)))
  return `--allow ${asked.join(',')}`
}

/** @throws ConfigError `not_granted` with the flag to add. */
export function checkGranted(tool: string, wanted: readonly Grant[], given: ReadonlySet<Grant>): void {
  const missing = missingGrants(wanted, given)
  if (missing.length === 0) return
  throw new ConfigError(`${tool} needs ${missing.join(' and ')}, which this server was not given`, {
    code: 'not_granted',
    hint: `Ask the person: the server has to be started with ${allowFlag(missing, given)}. Do not work around it.`,
    context: { needs: missing },
  })
}
