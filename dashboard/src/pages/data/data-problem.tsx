import { useEffect, useRef } from 'preact/hooks'
import type { Problem } from '../../../../src/dashboard/api/problem.ts'
import { ProblemNote } from '../../design/problem-note.tsx'

interface HeldNoteProps {
  readonly problem: Problem
  readonly onRetry: () => void
}

const RETRY_MS = 2500

/** A problem of reading data. A file that somebody writes is asked for again until it is free, by itself. */
export function DataProblem({ problem, onRetry }: HeldNoteProps) {
  const isHeld = problem.code === 'duckdb_file_held'
  const retry = useRef(onRetry)
  retry.current = onRetry
  // Each answer is a problem of its own, so a next try follows each.
  useEffect(() => {
    if (!isHeld) return undefined
    const timer = setTimeout(() => retry.current(), RETRY_MS)
    return () => clearTimeout(timer)
  }, [isHeld, problem])
  // The same statement would be refused again.
  if (/sql/.test(problem.code)) return <ProblemNote problem={problem} />
  if (!isHeld) return <ProblemNote problem={problem} onRetry={onRetry} />
  return (
    <ProblemNote
      tone="warning"
      lead="The file of the data is in use."
      problem={{
        ...problem,
        hint: 'A load that writes it ends by itself; another program has to be closed. This page looks again until it is free.',
      }}
      onRetry={onRetry}
    />
  )
}
