import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type DescribedOperation, describedOperations } from './described-operations.ts'
import { describedPage, HIDDEN } from './described-pages.ts'
import { isObject, type Json, resolved } from './described-values.ts'

/** A server that does what a description of an API says. */
export interface GeneratedServer {
  readonly url: string
  /** What was asked for, by the operation's path and then by the concrete one. */
  readonly served: ReadonlyMap<string, ReadonlyMap<string, Served>>
  /** What a client did that the description does not allow. */
  readonly problems: readonly string[]
  close(): Promise<void>
}

/** The last answer to a path, and how many rows its lists have over all pages. */
export interface Served {
  readonly body: unknown
  readonly total: number
}

/** Credentials that let a client in. */
export const TOKEN = 'let-me-in'

/**
 * Answers every GET of a document with made-up values that fit its schemas; wants its credentials and required parameters, takes
 * no unknown ones, and gives lists in pages as the parameters say.
 *
 * @param given Values of path variables that are right although no list gave them out.
 */
export async function generatedServer(root: Json, given: readonly string[] = []): Promise<GeneratedServer> {
  const operations = describedOperations(root)
  const find = matcher([...operations.keys()])
  const served = new Map<string, Map<string, Served>>()
  const problems: string[] = []
  const issued = new Set(given)
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const fail = (status: number, why: string) => {
      problems.push(`${request.method} ${url.pathname}${url.search}: ${why}`)
      response.writeHead(status).end()
    }
    const match = find(url.pathname)
    const operation = operations.get(match?.template ?? '')
    if (match === undefined || operation === undefined) return fail(404, 'no such path')
    if (!isLetIn(root, operation, request)) return fail(401, 'no credentials')
    const wrong =
      wrongParameter(operation, url.searchParams) ?? [...match.values.values()].find((value) => !issued.has(value))
    if (wrong !== undefined) return fail(400, `wrong: ${wrong}`)
    const concrete = `${url.origin}${url.pathname}`
    const page = describedPage(root, operation, { url: concrete, query: url.searchParams, given: match.values })
    if (page.problem !== undefined) return fail(400, page.problem)
    for (const value of scalarsIn(page.body)) issued.add(String(value))
    const known = served.get(operation.path) ?? new Map<string, Served>()
    served.set(operation.path, known.set(url.pathname, { body: page.body, total: page.total }))
    response.writeHead(200, { 'content-type': 'application/json', ...page.headers }).end(JSON.stringify(page.body))
  }
  const server = createServer(answer)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    served,
    problems,
    close: () => new Promise((done) => server.close(() => done())),
  }
}

/** The path that fits best: what stands there literally counts more than a variable. */
function matcher(templates: readonly string[]) {
  const patterns = templates
    .map((template) => ({
      template,
      pattern: new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^{}]+\}/g, '([^/]+)')}$`),
      rank: `${template.replace(/\{[^{}]+\}/g, '~')}~`,
    }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
  return (pathname: string) => {
    for (const { template, pattern } of patterns) {
      const values = pattern.exec(pathname)
      if (values === null) continue
      const names = [...template.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name)
      return {
        template,
        values: new Map(names.map((name, index) => [name, decodeURIComponent(values[index + 1] ?? '')])),
      }
    }
    return undefined
  }
}

function wrongParameter({ parameters }: DescribedOperation, query: URLSearchParams): string | undefined {
  const known = parameters.filter((one) => one.in === 'query')
  const missing = known.find(({ name, required }) => required && !query.has(name))
  const unknown = [...query.keys()].find((name) => name !== HIDDEN && !known.some((one) => one.name === name))
  return missing?.name ?? (unknown === undefined ? undefined : `${unknown} is no parameter`)
}

function isLetIn(root: Json, { security }: DescribedOperation, { headers }: IncomingMessage): boolean {
  const components = isObject(root.components) ? root.components : {}
  const schemes = root.securityDefinitions ?? components.securitySchemes
  if (!isObject(schemes) || security.length === 0 || security.some((demand) => demand.length === 0)) return true
  // Who holds a token of one scheme holds it for all: which the client chose is not the server's business.
  return Object.keys(schemes).some((name) => {
    const scheme = resolved(root, schemes[name])
    const sent = headers[String(scheme.name ?? 'authorization').toLowerCase()] ?? headers.authorization
    return sent === TOKEN || sent === `Bearer ${TOKEN}`
  })
}

function scalarsIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(scalarsIn)
  return isObject(value) ? Object.values(value).flatMap(scalarsIn) : [value]
}
