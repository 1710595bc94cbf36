import { useState } from 'preact/hooks'
import { Button } from '../design/button.tsx'
import type { IconName } from '../design/icon.tsx'
import { applyTheme, storedTheme, type Theme } from './theme.ts'

const NEXT: { readonly [Key in Theme]: Theme } = { system: 'light', light: 'dark', dark: 'system' }
const ICONS: { readonly [Key in Theme]: IconName } = { system: 'screen', light: 'sun', dark: 'moon' }
const WORDS: { readonly [Key in Theme]: string } = { system: 'as the system', light: 'light', dark: 'dark' }

/** Goes from one theme to the next. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(storedTheme)
  const change = () => {
    applyTheme(NEXT[theme])
    setTheme(NEXT[theme])
  }
  return (
    <Button
      kind="quiet"
      size="s"
      icon={ICONS[theme]}
      label={`Theme: ${WORDS[theme]}. Change to ${WORDS[NEXT[theme]]}`}
      onClick={change}
    />
  )
}
