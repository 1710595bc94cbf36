import { isDeepStrictEqual } from 'node:util'
import type { ActualRun } from './play-rest-case.ts'

/** A case in which tolva does better than what was recorded, with what holds instead. */
export interface RestDeviation {
  readonly reason: string
  /** What differs from our own outcome; empty: it holds. */
  readonly differences: (actual: ActualRun) => readonly string[]
}

/** Every documented deviation of the REST cases, by case name. */
export const deviations: ReadonlyMap<string, RestDeviation> = new Map(
  Object.entries({
    action_status_code_string: {
      reason: 'a status code given as text counts as that number',
      differences: succeeds({ t: [] }),
    },
    action_unknown_verb: {
      reason: 'an action that does not exist is an error, not nothing',
      differences: failsWith('extract', 'invalid_config'),
    },
    auth_api_key_cookie: {
      reason: 'an API key can be sent as a cookie',
      differences: sends(['/t cookie: sid=k']),
    },
    auth_api_key_query_follows_link: {
      reason: 'a key in the query is sent once, also where a link repeats it',
      differences: sends(['/t?key=k', '/t?page=2&key=k']),
    },
    auth_oauth2_two_resources: {
      reason: 'resources of one client share a token',
      differences: ({ requests }: ActualRun) =>
        equal('token requests', requests.filter(({ path }) => path === '/token').length, 1),
    },
    auto_total_pages_one_based: {
      reason: 'pages that are only counted are each read once, whether they begin with 0 or 1',
      differences: (actual: ActualRun) => [
        ...succeeds({ t: [1, 2, 3, 4, 5].map((id) => ({ id })) })(actual),
        ...sends(['/t', '/t?page=1', '/t?page=2', '/t?page=3'])(actual),
      ],
    },
    dep_field_null: {
      reason: 'null in a placeholder is an error, not the word None',
      differences: failsWith('extract', 'empty_placeholder'),
    },
    dep_two_parents: {
      reason: 'a resource may have several parents, which are combined: the first one is asked for',
      differences: (actual: ActualRun) => [
        ...failsWith('extract', 'http_404')(actual),
        ...equal(
          'requests',
          actual.requests.map(({ path }) => path),
          ['/users'],
        ),
      ],
    },
    dep_value_question_mark: {
      reason: 'a value in a path cannot begin a query',
      differences: (actual: ActualRun) =>
        equal(
          'requests',
          actual.requests.map(({ path }) => path),
          ['/users', '/users/x%3Fadmin%3D1%23/posts'].map((path) => path.replace('%3D', '=')),
        ),
    },
    entity_path_with_colon_is_literal: {
      reason: ':name as a whole segment is a placeholder, and an unbound one is an error before any request',
      differences: failsWith('config', 'unbound_placeholder'),
    },
    inc_no_initial_placeholder: {
      reason: 'a cursor without a value leaves its parameter out, instead of the word None',
      differences: sends(['/t']),
    },
    inc_without_cursor_path: {
      reason: 'incremental without a cursor_path is an error, not nothing',
      differences: failsWith('config', 'invalid_config'),
    },
    json_link_other_host_gets_token: {
      reason: 'credentials go to the configured hosts only',
      differences: sends(['/t authorization: Bearer tok', '/t2']),
    },
    params_null: { reason: 'params: null means none', differences: sends(['/t']) },
    path_escaped_braces: {
      reason: 'doubled braces in a path are literal ones',
      differences: sends(['/x/%7By%7D/z']),
    },
    redirect_other_host_drops_authorization: {
      reason: 'no header that looks like a credential follows a redirect to another host',
      differences: sends(['/t x-api-key: k authorization: Bearer tok', '/t2']),
    },
    request_params_types: {
      reason: 'true and false are sent as JSON spells them',
      differences: sends(['/t?a=1&b=true&d=x&d=y&e=1.5&f=å b&g=']),
    },
    selector_no_match: {
      reason: 'a selector that matches nothing on the first page is an error that lists the keys',
      differences: failsWith('extract', 'selector_no_match'),
    },
    shape_special_key_autodetect: {
      reason: 'a list below a key with blanks is found and read',
      differences: succeeds({ posts: [{ id: 1 }, { id: 2 }] }),
    },
  }),
)

function failsWith(phase: 'config' | 'extract', code: string): RestDeviation['differences'] {
  return ({ error }) => equal('error', `${error?.phase} ${error?.code}`, `${phase} ${code}`)
}

function succeeds(rows?: Readonly<Record<string, readonly unknown[]>>): RestDeviation['differences'] {
  return (actual) => [
    ...equal('error', actual.error?.text, undefined),
    ...(rows === undefined ? [] : equal('rows', actual.rows, rows)),
  ]
}

/** Requests as `path?query name: value …`, with their credentials. */
function sends(expected: readonly string[]): RestDeviation['differences'] {
  return (actual) => {
    const sent = actual.requests.map(({ path, query, headers }) => {
      const search = query.length === 0 ? '' : `?${query.map(([key, value]) => `${key}=${value}`).join('&')}`
      const shown = Object.entries(headers).map(([name, value]) => ` ${name}: ${value}`)
      return `${path}${search}${shown.join('')}`
    })
    return [...equal('error', actual.error?.text, undefined), ...equal('requests', sent, expected)]
  }
}

function equal(what: string, actual: unknown, expected: unknown): readonly string[] {
  if (isDeepStrictEqual(actual, expected)) return []
  return [`${what}: ${JSON.stringify(expected)} expected, now ${JSON.stringify(actual)}`]
}
