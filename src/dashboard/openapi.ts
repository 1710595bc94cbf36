import { z } from 'zod'
import { failure } from './api/problem.ts'
import { type ApiRoute, ROUTES } from './api/routes.ts'

/** The API as an OpenAPI 3.1 document, made of its routes. */
export function openapi(version: string): Readonly<Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [name, route] of Object.entries<ApiRoute>(ROUTES)) {
    const path = `/api${route.path.replace(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'tolva dashboard',
      version,
      description: 'What the pipelines of this machine did, and what they loaded. Nothing can be changed by it.',
    },
    paths,
    components: {
      schemas: { Failure: shapeOf(failure, 'output') },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
    security: [{ token: [] }],
  }
}

function operation(name: string, { about, path, query, body, kind = 'json', answer }: ApiRoute) {
  return {
    operationId: name,
    summary: about,
    parameters: [...pathParameters(path), ...(query === undefined ? [] : queryParameters(query))],
    ...(body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: shapeOf(body, 'input') } } },
    }),
    responses: {
      200: { description: about, content: { [CONTENT[kind]]: answer ? { schema: shapeOf(answer, 'output') } : {} } },
      default: {
        description: 'what went wrong, and what to do',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
      },
    },
  }
}

const CONTENT = { json: 'application/json', events: 'text/event-stream', file: '*/*' } as const

function pathParameters(path: string) {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters(query: z.ZodObject) {
  return Object.entries(query.shape).map(([name, shape]) => ({
    name,
    in: 'query',
    required: !z.safeParse(shape, undefined).success,
    schema: shapeOf(shape, 'input'),
  }))
}

function shapeOf(shape: z.core.$ZodType, io: 'input' | 'output') {
  const { $schema, ...rest } = z.toJSONSchema(shape, { io })
  return rest
}
