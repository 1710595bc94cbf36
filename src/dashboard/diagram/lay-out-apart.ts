import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { ownProgram } from '../../config/own-package.ts'
import type { DiagramAnswer, DiagramRequest } from '../api/diagram.ts'
import type { Unchanged } from '../served-route.ts'

/** As `layOutDiagram`, in a thread: hundreds of linked tables take seconds, in which the server would answer nobody. */
export async function layOutApart(asked: Unchanged<DiagramRequest>, signal: AbortSignal): Promise<DiagramAnswer> {
  const thread = new Worker(ownProgram('dashboard/diagram/diagram-thread'), { workerData: asked })
  try {
    const [answer]: DiagramAnswer[] = await once(thread, 'message', { signal })
    if (answer === undefined) throw new Error('the thread said nothing')
    return answer
  } finally {
    await thread.terminate()
  }
}
