import type { Context } from '../contracts/context.ts'
import type { StepName } from '../contracts/events.ts'
import { TolvaError } from '../errors/tolva-error.ts'
import type { StepInfo } from './load-info.ts'
import { codeOf } from './run-failure.ts'

/** Times the steps of a run, tells of them as events, and marks errors with the step they came from. */
export class Steps {
  readonly infos: StepInfo[] = []
  readonly #context: Pick<Context, 'emit' | 'now' | 'logger'>
  readonly #pipeline: string

  constructor(pipeline: string, context: Pick<Context, 'emit' | 'now' | 'logger'>) {
    this.#pipeline = pipeline
    this.#context = context
  }

  /** Runs `work` as a step. */
  async time<T>(step: StepInfo['step'], work: () => Promise<T>): Promise<T> {
    const startedAt = this.#context.now()
    const begun = performance.now()
    this.#context.emit({ type: 'step-started', step, at: startedAt })
    try {
      const result = await work()
      const seconds = (performance.now() - begun) / 1000
      this.record(step, startedAt, seconds)
      return result
    } catch (error) {
      throw this.fail(step, { at: startedAt, begun }, error)
    }
  }

  /**
   * Ends a step with an error, and returns the error as it is to be thrown.
   *
   * @param started.begun The monotonic clock then: the wall clock may have been set since.
   */
  fail(step: StepInfo['step'], started: { readonly at: number; readonly begun: number }, error: unknown): unknown {
    const failed = this.locate(error, step)
    const at = this.#context.now()
    const code = codeOf(failed)
    this.infos.push({
      step,
      startedAt: new Date(started.at).toISOString(),
      seconds: (performance.now() - started.begun) / 1000,
      error: code,
    })
    const text = failed instanceof Error ? failed.message : String(failed)
    this.#context.emit({ type: 'step-finished', step, at, error: text })
    return failed
  }

  /** Adds a step that was measured elsewhere. */
  record(step: StepInfo['step'], startedAt: number, seconds: number): void {
    const known = this.infos.findIndex((info) => info.step === step)
    const before = known === -1 ? 0 : (this.infos[known]?.seconds ?? 0)
    const info = { step, startedAt: new Date(startedAt).toISOString(), seconds: before + seconds }
    if (known === -1) this.infos.push(info)
    else this.infos[known] = info
    this.#context.emit({ type: 'step-finished', step, at: this.#context.now(), startedAt, seconds })
    this.#context.logger.info('step finished', { pipeline: this.#pipeline, step, seconds })
  }

  /** The error with pipeline and step in its context, where it does not say them yet. */
  locate(error: unknown, step: StepName): unknown {
    if (!(error instanceof TolvaError)) return error
    Object.assign(error.context, {
      pipeline: error.context.pipeline ?? this.#pipeline,
      step: error.context.step ?? step,
    })
    return error
  }
}
