import { useEffect, useState } from 'preact/hooks'

/** Counts up whenever the colours of the page become others, for what draws on a canvas. */
export function useThemeCount(): number {
  const [count, setCount] = useState(0)
  useEffect(() => {
    const change = () => setCount((before) => before + 1)
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', change)
    addEventListener('themechange', change)
    return () => {
      system.removeEventListener('change', change)
      removeEventListener('themechange', change)
    }
  }, [])
  return count
}
