import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { packageVersion } from '../config/own-package.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import type { DashboardScope } from './dashboard-scope.ts'
import { SERVED_ROUTES } from './routes/registry.ts'
import type { ServedRoute } from './served-route.ts'

const MAX_BODY = 1_000_000

/** The routes of the API, to be mounted below `/api`. What goes wrong is thrown. */
export function apiRoutes(scope: DashboardScope, stopped: AbortSignal): Hono {
  const api = new Hono()
  api.use(
    bodyLimit({
      maxSize: MAX_BODY,
      onError: () => {
        throw new ConfigError(`a request may bring ${MAX_BODY} bytes at most`, { code: 'body_too_large' })
      },
    }),
  )
  for (const served of Object.values(SERVED_ROUTES)) {
    api.on(served.route.method, served.route.path, (context) => answer(context, served, { scope, stopped }))
  }
  api.get('/openapi.json', async () => {
    const { openapi } = await import('./openapi.ts')
    return Response.json(openapi(await packageVersion()))
  })
  api.all('*', (context) => {
    throw new ConfigError(`the API has no ${context.req.method} ${context.req.path}`, {
      code: 'not_found',
      hint: 'See its routes in /api/openapi.json.',
    })
  })
  return api
}

async function answer(
  { req }: Context,
  served: ServedRoute,
  { scope, stopped }: { readonly scope: DashboardScope; readonly stopped: AbortSignal },
): Promise<Response> {
  return served.respond({
    scope,
    params: req.param(),
    query: req.query(),
    body: served.route.method === 'POST' ? await jsonBody(req.raw) : undefined,
    signal: AbortSignal.any([req.raw.signal, stopped]),
  })
}

/** A form that another site sends here cannot say that it is JSON. */
async function jsonBody(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json(;|$)/i.test(type.trim())) {
    throw new ConfigError('the body must be JSON', {
      code: 'not_json',
      hint: 'Send it with the header Content-Type: application/json.',
    })
  }
  try {
    return await request.json()
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause
    throw new ConfigError('the body is no JSON', { code: 'bad_request', hint: 'Send one JSON object.', cause })
  }
}
