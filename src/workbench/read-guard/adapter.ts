import type { GuardedCall, Judgement } from './judge.ts'

/** How one assistant asks before it does something, and how it is answered. */
export interface GuardAdapter {
  /** @throws where the input has no form that is known. */
  read(input: Readonly<Record<string, unknown>>): GuardedCall
  answer(judgement: Judgement): GuardAnswer
}

/** What the hook's program does. */
export interface GuardAnswer {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}
