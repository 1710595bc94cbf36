import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Context } from '../../contracts/context.ts'
import type { Row } from '../../contracts/page.ts'
import type { ResourceContext } from '../../contracts/resource.ts'
import { InternalError } from '../../errors/tolva-error.ts'
import { validPage } from '../../extract/validate-rows.ts'
import { createHttpClient } from '../../http/client.ts'
import type { HttpRequest, HttpResponse } from '../../http/request.ts'
import { silentLogger } from '../../log/logger.ts'
import { parseExact } from '../../values/exact-json.ts'
import { jsonAnswer } from './bodies/json-answer.ts'
import { checkConfig } from './check-config.ts'
import { clientOptions } from './client-options.ts'
import { collectSecrets } from './collect-secrets.ts'
import type { ClientConfig, ConfigValue, EndpointConfig } from './config.ts'
import { createAuths } from './create-auths.ts'
import { literalEndpoint } from './literal-endpoint.ts'
import { makeRequest } from './make-request.ts'
import { secretKeysOf } from './name-secret-keys.ts'
import { planResource } from './plan-resource.ts'
import type { ResourcePlan } from './resource-plan.ts'
import { type RestPage, restPage } from './rest-page.ts'
import { tellOnce } from './tell-once.ts'
import { walkPages } from './walk-pages.ts'

/** The client of a configuration; what is not said there is asked of `context`. */
export interface RestClientConfig extends ClientConfig {
  /** Signal, logger, events and traffic of requests that are given no context of their own. */
  readonly context?: Partial<Context>
}

/** A request, as an endpoint of a configuration has it. Braces and colons mean themselves. */
export interface RestRequest extends Omit<EndpointConfig, 'path' | 'incremental' | 'params' | 'conditional'> {
  readonly params?: Readonly<Record<string, ConfigValue | readonly ConfigValue[]>>
  /** Of the resource that asks: its signal, logger, events and traffic are used. */
  readonly context?: Partial<Context>
}

export interface PaginateRequest extends RestRequest {
  /** `position` of a page that is there already: the walk goes on behind it. */
  readonly resumeFrom?: unknown
}

/** A whole answer. */
export interface RestAnswer extends HttpResponse {
  text(): string
  /** The body, parsed; integers beyond 2^53 are bigints. */
  json(): unknown
}

/** Asks an API from code, by the functions that the declared source is made of: auth, retries, limits and paging are the same. */
export interface RestClient {
  /**
   * Page after page of rows.
   *
   * @typeParam R What the rows are, where nothing checks it; a `row` schema checks and types them.
   */
  paginate<S extends StandardSchemaV1>(
    path: string,
    request: PaginateRequest & { readonly row: S },
  ): AsyncIterable<RestPage<StandardSchemaV1.InferOutput<S>>>
  paginate<R = Row>(path: string, request?: PaginateRequest): AsyncIterable<RestPage<R>>
  /** One answer with a status below 400, or that a response action names. */
  request(path: string, request?: RestRequest): Promise<RestAnswer>
  /** The same with GET. */
  get(path: string, request?: Omit<RestRequest, 'method'>): Promise<RestAnswer>
  /** The same with POST. */
  post(path: string, request?: Omit<RestRequest, 'method'>): Promise<RestAnswer>
}

/**
 * A client of an API for code.
 *
 * @throws ConfigError `invalid_config`.
 * @example
 * const github = createRestClient({ baseUrl: 'https://api.github.com', paginator: 'header_link' })
 * for await (const page of github.paginate<{ id: number }>('users')) console.log(page.length, page.at(0)?.id)
 */
export function createRestClient({ context: common, ...config }: RestClientConfig): RestClient {
  checkConfig({ client: config, resources: [] })
  const authOf = createAuths(config.auth)
  const settings = {
    client: createHttpClient(clientOptions(config)),
    secrets: collectSecrets(config),
    secretKeys: secretKeysOf(config),
    trustedHosts: config.trustedHosts ?? [],
    once: tellOnce(),
  }

  function planOf(path: string, request: Omit<RestRequest, 'context'>): ResourcePlan {
    const name = path === '' ? config.baseUrl : path
    const resource = { name, endpoint: literalEndpoint(path, request) }
    checkConfig({ client: config, resources: [resource] })
    return planResource(resource, config, authOf(request.auth))
  }

  async function* walk(path: string, given: PaginateRequest & { readonly row?: StandardSchemaV1 }) {
    const { context: own, resumeFrom, row, ...request } = given
    const plan = planOf(path, request)
    let last: { readonly request: HttpRequest; readonly response: HttpResponse } | undefined
    const context: ResourceContext = {
      ...contextOf(common, own),
      state: {},
      sourceState: {},
      resource: plan.name,
      resumeFrom,
      onAnswer(answer) {
        // Of failures it is told too, those of pages ahead among them.
        if (answer.response.status < 400) last = answer
      },
    }
    const cursorParams = { start: undefined, end: undefined }
    const pagesAtOnce = plan.concurrency ?? 1
    for await (const page of walkPages({ plan, settings, context, cursorParams, parent: undefined, pagesAtOnce })) {
      if (last === undefined) throw new InternalError('a page came without an answer', { code: 'no_answer' })
      yield restPage(row === undefined ? page : await validPage(page, row, context), last)
    }
  }

  // What the rows are is the caller's word, as with every parser of JSON; a schema proves it.
  function paginate<R>(path: string, request?: PaginateRequest): AsyncIterable<RestPage<R>>
  function paginate(path: string, request: PaginateRequest = {}): AsyncIterable<RestPage<unknown>> {
    return walk(path, request)
  }

  async function request(path: string, { context: own, ...given }: RestRequest = {}): Promise<RestAnswer> {
    const plan = planOf(path, given)
    const made = makeRequest(plan.request, () => undefined)
    const response = await settings.client.send(made, contextOf(common, own), {
      ...(plan.auth === undefined ? {} : { auth: plan.auth }),
      secrets: settings.secrets,
      isFinal: ({ status }) => plan.actions.some(({ statusCode }) => Number(statusCode) === status),
    })
    const secrets = [...settings.secrets, ...(plan.auth?.secrets() ?? [])]
    const read = await jsonAnswer(response, plan.format, { ...plan.rows, selector: plan.selector ?? '$', secrets })
    return { ...response, text: () => new TextDecoder().decode(response.body), json: () => parseExact(read.body) }
  }

  return {
    paginate,
    request,
    get: (path, given = {}) => request(path, { ...given, method: 'GET' }),
    post: (path, given = {}) => request(path, { ...given, method: 'POST' }),
  }
}

/** The context of code that runs by itself, under what is given of others. */
function contextOf(...given: readonly [Partial<Context> | undefined, Partial<Context> | undefined]): Context {
  const own: Context = {
    signal: new AbortController().signal,
    logger: silentLogger,
    now: Date.now,
    emit: () => {},
    projectDir: process.cwd(),
  }
  return { ...own, ...given[0], ...given[1] }
}
