import type { Attributes, Context as OtelContext, Span } from '@opentelemetry/api'
import type { RunEvent, StepName } from '../contracts/events.ts'
import { TolvaError } from '../errors/tolva-error.ts'
import { redactText } from '../log/redact.ts'
import type { LoadInfo } from './load-info.ts'

type Api = typeof import('@opentelemetry/api')

/** The spans of one run: run → step → request or job. */
export interface RunSpans {
  /** Runs the work under the run's span, and ends that with it. */
  within(work: () => Promise<LoadInfo>): Promise<LoadInfo>
  readonly onEvent: (event: RunEvent) => void
}

/**
 * Spans for OpenTelemetry; undefined where its API is not installed or nobody records, which costs nothing from there on.
 * No span holds a secret or the query of a URL.
 */
export async function openRunSpans(attributes: Attributes): Promise<RunSpans | undefined> {
  if (!isSomethingRegistered()) return undefined
  const api = await import('@opentelemetry/api').catch(() => undefined)
  const run = api?.trace.getTracer('tolva').startSpan('tolva.run', { attributes })
  if (api === undefined || run === undefined || !run.isRecording()) return undefined
  const context = api.trace.setSpan(api.context.active(), run)
  const spans = new EventSpans(api, context, attributes)
  return {
    onEvent: (event) => spans.add(event),
    async within(work) {
      try {
        const info = await api.context.with(context, work)
        run.setAttributes(infoAttributes(info))
        return info
      } catch (error) {
        fail(api, run, error instanceof TolvaError ? error.code : 'unexpected')
        run.recordException({ name: nameOf(error), message: redactText(String(error)) })
        throw error
      } finally {
        spans.end()
        run.end()
      }
    },
  }
}

/** Whether any version of the API keeps a provider, which it does under a global symbol: else loading it is lost time. */
function isSomethingRegistered(): boolean {
  return Object.getOwnPropertySymbols(globalThis).some(({ description }) =>
    description?.startsWith('opentelemetry.js.api.'),
  )
}

/** Makes spans of events as they come. */
class EventSpans {
  readonly #api: Api
  readonly #context: OtelContext
  readonly #shared: Attributes
  readonly #steps = new Map<StepName, Span>()
  readonly #jobs = new Map<string, Span>()

  constructor(api: Api, context: OtelContext, shared: Attributes) {
    this.#api = api
    this.#context = context
    this.#shared = shared
  }

  add(event: RunEvent): void {
    if (event.type === 'step-started') this.#steps.set(event.step, this.#start(`tolva.${event.step}`, event.at))
    if (event.type === 'step-finished') this.#endStep(event)
    if (event.type === 'request') this.#request(event)
    if (event.type === 'job') this.#job(event)
    if (event.type === 'package' && event.state !== 'sealed') {
      this.#steps.get('load')?.addEvent(`package ${event.state}`, { 'tolva.load_id': event.loadId })
    }
  }

  /** Ends what an error left open. */
  end(): void {
    for (const span of [...this.#jobs.values(), ...this.#steps.values()]) {
      fail(this.#api, span, 'interrupted')
      span.end()
    }
  }

  #endStep({ step, at, error, startedAt, seconds }: Extract<RunEvent, { readonly type: 'step-finished' }>): void {
    // Normalizing goes on while pages are extracted: only its time is known, when both are over.
    const span = this.#steps.get(step) ?? this.#start(`tolva.${step}`, startedAt ?? at)
    if (error !== undefined) fail(this.#api, span, redactText(error))
    if (seconds !== undefined) span.setAttribute('tolva.seconds', seconds)
    span.end(step === 'normalize' && startedAt !== undefined ? startedAt + (seconds ?? 0) * 1000 : at)
    this.#steps.delete(step)
  }

  #request({ url, status, attempt, ms }: Extract<RunEvent, { readonly type: 'request' }>): void {
    const end = Date.now()
    const span = this.#start('tolva.request', end - ms, 'extract')
    span.setAttributes({
      'url.full': url.split(/[?#]/, 1)[0] ?? '',
      'http.response.status_code': status,
      'http.request.resend_count': attempt - 1,
    })
    if (status === 0 || status >= 400) fail(this.#api, span, `status ${status}`)
    span.end(end)
  }

  #job({ job, table, state, rows, bytes, loadId }: Extract<RunEvent, { readonly type: 'job' }>): void {
    const open = this.#jobs.get(job)
    if (state === 'started' && open === undefined) {
      const span = this.#start('tolva.job', Date.now(), 'load')
      span.setAttributes({ 'tolva.table': table, 'tolva.job': job })
      if (rows !== undefined) span.setAttribute('tolva.rows', rows)
      if (bytes !== undefined) span.setAttribute('tolva.bytes', bytes)
      if (loadId !== undefined) span.setAttribute('tolva.load_id', loadId)
      this.#jobs.set(job, span)
      return
    }
    if (state === 'staged') open?.addEvent('staged')
    if (state !== 'loaded' && state !== 'failed') return
    if (open !== undefined && state === 'failed') fail(this.#api, open, 'failed')
    open?.end()
    this.#jobs.delete(job)
  }

  #start(name: string, startTime: number, parent?: StepName): Span {
    const { trace } = this.#api
    const above = parent && this.#steps.get(parent)
    const context = above === undefined ? this.#context : trace.setSpan(this.#context, above)
    return trace.getTracer('tolva').startSpan(name, { startTime, attributes: this.#shared }, context)
  }
}

function infoAttributes(info: LoadInfo): Attributes {
  return {
    'tolva.destination': info.destination,
    'tolva.load_ids': info.packages.map(({ loadId }) => loadId),
    'tolva.rows': Object.values(info.rowCounts).reduce((total, rows) => total + rows, 0),
    'tolva.bytes': info.packages.flatMap(({ jobs }) => jobs).reduce((total, { bytes }) => total + bytes, 0),
    'tolva.warnings': info.warnings.length,
  }
}

function fail(api: Api, span: Span, message: string): void {
  span.setStatus({ code: api.SpanStatusCode.ERROR, message })
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error')
