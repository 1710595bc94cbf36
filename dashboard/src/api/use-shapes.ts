import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../../../src/dashboard/api/problem.ts'
import type { SchemaShape } from '../../../src/dashboard/api/schema.ts'
import { useRefresh } from './refresh.ts'
import { RequestFailed, request } from './request.ts'
import { useAnswer } from './use-answer.ts'

/** All schemas of a pipeline, the default one first. */
export interface Shapes {
  readonly schemas: readonly SchemaShape[] | undefined
  readonly problem: Problem | undefined
}

/** Asks for the schemas of a pipeline; local facts. What was known stays while they are asked for again. */
export function useShapes(name: string): Shapes {
  const facts = useAnswer({ route: 'facts', params: { name } })
  const { revision } = useRefresh()
  const [shapes, setShapes] = useState<Shapes>({ schemas: undefined, problem: undefined })
  const first = facts.data?.defaultSchema
  const names = facts.data?.schemas
    .map((schema) => schema.name)
    .sort((a, b) => Number(b === first) - Number(a === first))
  const asked = names?.join('\n')
  useEffect(() => {
    if (names === undefined) return undefined
    const abort = new AbortController()
    const all = names.map((schema) => request({ route: 'schema', params: { name, schema } }, abort.signal))
    Promise.all(all).then(
      (schemas) => setShapes({ schemas, problem: undefined }),
      (error: unknown) => {
        if (!abort.signal.aborted) setShapes((before) => ({ ...before, problem: problemOf(error) }))
      },
    )
    return () => abort.abort()
  }, [name, asked, revision])
  return { schemas: shapes.schemas, problem: shapes.problem ?? facts.problem }
}

function problemOf(error: unknown): Problem {
  if (error instanceof RequestFailed) return error.problem
  return { code: 'page_failed', message: error instanceof Error ? error.message : String(error) }
}
