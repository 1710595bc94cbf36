import type { Overridden } from './load-info.ts'
import type { PipelineState } from './state.ts'

type Settings = Pick<PipelineState, 'dataset_name' | 'destination_type'>

/** Where what is given in code differs from a stored state; the given one wins. */
export function overriddenBy(given: Settings, stored: Settings): readonly Overridden[] {
  const pairs = [
    { setting: 'dataset', given: given.dataset_name, stored: stored.dataset_name },
    { setting: 'destination', given: given.destination_type, stored: stored.destination_type },
  ] as const
  return pairs.filter((one) => one.given !== one.stored && one.stored !== '')
}

/** The same for people. */
export function overriddenText({ setting, given, stored }: Overridden): string {
  return `The stored state says ${setting} ${stored}; ${given} was given in code and is used.`
}
