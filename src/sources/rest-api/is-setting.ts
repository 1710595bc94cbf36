import type { SettingParam } from './config.ts'

/** true for a value that stands for one of the user's configuration. */
export function isSetting(value: unknown): value is SettingParam {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'setting'
}
