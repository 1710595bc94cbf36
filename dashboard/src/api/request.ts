import type { Problem } from '../../../src/dashboard/api/problem.ts'
import { type AnswerOf, type Call, urlOf } from './call.ts'
import type { RouteName } from './paths.ts'

/** An answer that was no success, with what the server says is to be done. */
export class RequestFailed extends Error {
  readonly problem: Problem
  readonly status: number

  constructor(problem: Problem, status: number) {
    super(problem.message)
    this.problem = problem
    this.status = status
  }
}

/** Asks the server; the cookie of the page says who asks. */
export async function send<Name extends RouteName>(call: Call<Name>, signal?: AbortSignal): Promise<Response> {
  const init: RequestInit = { signal: signal ?? null, headers: { accept: 'application/json' } }
  if (call.body !== undefined) {
    init.method = 'POST'
    init.headers = { accept: 'application/json', 'content-type': 'application/json' }
    init.body = JSON.stringify(call.body)
  }
  const response = await fetch(urlOf(call), init).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new RequestFailed(gone(), 0)
  })
  if (!response.ok) throw new RequestFailed(await problemOf(response), response.status)
  return response
}

/** Asks the server for an answer in JSON. */
export async function request<Name extends RouteName>(call: Call<Name>, signal?: AbortSignal): Promise<AnswerOf<Name>> {
  const response = await send(call, signal)
  return response.json()
}

async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined)
  if (isFailure(body)) return body.error
  return { code: `http_${response.status}`, message: `The dashboard's server answered ${response.status}.` }
}

function isFailure(body: unknown): body is { readonly error: Problem } {
  if (typeof body !== 'object' || body === null || !('error' in body)) return false
  const { error } = body
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error
}

function gone(): Problem {
  return {
    code: 'server_gone',
    message: 'The dashboard’s server does not answer: it was stopped, or this machine sleeps.',
    hint: 'Start it again with `npx tolva dashboard`, and open the address that it prints.',
  }
}
