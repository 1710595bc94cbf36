import { createOutgoingGate, type OutgoingGate } from '../../traffic/outgoing-gate.ts'

/** Shorter secrets are words and numbers that rows hold as well, and the page would show what is not there. */
const SHORTEST = 12

/**
 * The answer without the secrets of the project: JSON and events. A file that a person saves is what was asked for, and stays whole.
 */
export async function gateAnswer(answer: Response, projectFolder: string): Promise<Response> {
  const type = answer.headers.get('content-type') ?? ''
  if (!/^(?:application\/json|text\/event-stream)/.test(type) || answer.body === null) return answer
  const gate = await createOutgoingGate(projectFolder, process.env, SHORTEST)
  if (type.startsWith('text/event-stream')) return new Response(gatedEvents(answer.body, gate), answer)
  const text = await answer.text()
  const open = gate(text)
  const { status } = answer
  const headers = new Headers(answer.headers)
  headers.delete('content-length')
  return new Response(open, { status, headers })
}

/** Events are sent whole, so none is cut in two here. */
function gatedEvents(body: ReadableStream<Uint8Array>, gate: OutgoingGate): ReadableStream<Uint8Array> {
  const decoder = new TextDecoder()
  const encoder = new TextEncoder()
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => controller.enqueue(encoder.encode(gate(decoder.decode(chunk)))),
    }),
  )
}
