import { inAssistant } from '../config/in-assistant.ts'
import type { Streams } from './terminal.ts'

/** What is written to in place of the two streams: in the shell of an assistant no secret of the project is. */
export async function gatedStreams(
  streams: Streams,
  { env, cwd }: { readonly env: Readonly<Record<string, string | undefined>>; readonly cwd: string },
): Promise<Streams> {
  if (inAssistant(env) === undefined) return streams
  const { createOutgoingGate } = await import('../traffic/outgoing-gate.ts')
  const gate = await createOutgoingGate(cwd, env)
  const gated = (stream: Streams['stdout']): Streams['stdout'] => ({
    write: (text) => stream.write(gate(text)),
    ...(stream.isTTY !== undefined && { isTTY: stream.isTTY }),
    ...(stream.columns !== undefined && { columns: stream.columns }),
  })
  return { stdout: gated(streams.stdout), stderr: gated(streams.stderr) }
}

/** The same for what a project's own code prints. */
export async function gateProcess(process: NodeJS.Process): Promise<void> {
  if (inAssistant(process.env) === undefined) return
  const { createOutgoingGate } = await import('../traffic/outgoing-gate.ts')
  const gate = await createOutgoingGate(process.cwd(), process.env)
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream)
    stream.write = (chunk: string | Uint8Array, encoding?: BufferEncoding | Done, done?: Done): boolean => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')
      const open = gate(text)
      const callback = typeof encoding === 'function' ? encoding : done
      return write(open === text ? chunk : open, callback)
    }
  }
}

type Done = (error?: Error | null) => void
