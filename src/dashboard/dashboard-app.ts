import { Hono } from 'hono'
import type { Access } from '../serving/access.ts'
import { apiRoutes } from './api-routes.ts'
import type { DashboardScope } from './dashboard-scope.ts'
import { jsonText } from './json-text.ts'
import { answerPage, notice } from './page/answer-page.ts'
import type { PageFiles } from './page/page-files.ts'
import { problemOf, statusOf } from './problem-of.ts'
import { enter } from './security/enter.ts'
import { gateAnswer } from './security/gate-answer.ts'
import { isApi, refuseStrangers } from './security/refuse-strangers.ts'
import { RESPONSE_HEADERS } from './security/response-headers.ts'

/** What the server is made of. */
export interface DashboardParts {
  readonly scope: DashboardScope
  readonly access: Access
  readonly files: PageFiles
  /** Aborted when the server stops. */
  readonly stopped: AbortSignal
}

/** Page and API, behind the walls that keep others out. */
export function dashboardApp({ scope, access, files, stopped }: DashboardParts): Hono {
  const app = new Hono()
  app.use(async (context, next) => {
    await next()
    context.res = await gateAnswer(context.res, scope.projectFolder)
    for (const [name, value] of Object.entries(RESPONSE_HEADERS)) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value)
    }
  })
  app.use(async ({ req }, next) => {
    refuseStrangers(req.raw)
    const entered = enter(req.raw, access)
    return entered ?? next()
  })
  app.route('/api', apiRoutes(scope, stopped))
  app.get('*', ({ req }) => answerPage(req.raw, files))
  app.onError((error, { req }) => {
    const status = statusOf(error)
    if (status === 500) scope.onError(error)
    const problem = problemOf(error)
    if (isApi(req.url)) {
      return new Response(jsonText({ error: problem }), {
        status,
        headers: { 'content-type': 'application/json; charset=utf-8' },
      })
    }
    return notice(status, 'The dashboard did not answer', [problem.message, ...(problem.hint ? [problem.hint] : [])])
  })
  return app
}
