import type { ComponentChildren } from 'preact'
import type { Answered as Answer } from '../api/use-answer.ts'
import { ProblemNote } from './problem-note.tsx'
import { Skeleton } from './skeleton.tsx'

interface AnsweredProps<T> {
  readonly of: Answer<T>
  /** Keeps the place while nothing is there. */
  readonly waiting?: ComponentChildren
  readonly children: (data: T) => ComponentChildren
}

/** An answer of the server in whichever state it is: on its way, there, there and old, or not to be had. */
export function Answered<T>({ of, waiting, children }: AnsweredProps<T>) {
  if (of.data === undefined) {
    if (of.problem !== undefined) return <ProblemNote problem={of.problem} onRetry={of.refresh} />
    return <>{waiting ?? <Skeleton />}</>
  }
  return (
    <>
      {of.problem && (
        <ProblemNote tone="warning" lead="This is what was last known." problem={of.problem} onRetry={of.refresh} />
      )}
      {children(of.data)}
    </>
  )
}
