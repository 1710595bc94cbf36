// Runs cases one after the other for `run-cases.ts`, in a process of its own that may be killed.
import { z } from 'zod'
import { runCaseFile } from './run-case-file.ts'

const request = z.object({ kind: z.enum(['core', 'rest']), path: z.string(), form: z.enum(['rows', 'bytes']) })

process.on('message', (message) => {
  const { signal } = new AbortController()
  void runCaseFile(request.parse(message), signal).then((outcome) => process.send?.(outcome))
})
process.on('disconnect', () => process.exit())
