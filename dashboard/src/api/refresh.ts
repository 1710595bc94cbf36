import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { type Answers, createAnswers } from './answers.ts'

/** When to ask again: `revision` counts up, and every answer on the page is asked for anew, in place. */
export interface Refresh {
  readonly revision: number
  readonly refresh: () => void
  readonly answers: Answers
}

/** The page's {@link Refresh}. */
export const RefreshContext = createContext<Refresh>({ revision: 0, refresh: () => {}, answers: createAnswers() })

/** The page's {@link Refresh}. */
export function useRefresh(): Refresh {
  return useContext(RefreshContext)
}
