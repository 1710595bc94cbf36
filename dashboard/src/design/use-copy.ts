import { useCallback } from 'preact/hooks'
import { useToast } from './toast.tsx'

/** Copies a text and says so. */
export function useCopy(): (text: string) => void {
  const say = useToast()
  return useCallback(
    (text) => {
      navigator.clipboard.writeText(text).then(
        () => say('Copied'),
        () => say('The browser did not let the page copy. Select the text instead.'),
      )
    },
    [say],
  )
}
