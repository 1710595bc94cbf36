// After https://developers.asana.com/reference: pagination, workspaces, users, projects, tasks, sections.
import { byToken } from '../pagings.ts'
import { moment, type Part, type Row, type Shape, times } from '../shape.ts'

const paging = byToken({ token: 'offset', size: 'limit', usual: 100, most: 100 })
const body = ({ rows, next, nextUrl }: Part) => ({
  data: rows,
  next_page: next === undefined ? null : { offset: next, path: '/tasks', uri: nextUrl },
})
const FIELDS = ['opt_fields', 'opt_pretty']
const stamp = (n: number) => moment(n).replace('Z', '.000Z')

/** Of an object only gid, resource_type and name are given, and what opt_fields names. */
const compact = (rows: readonly Row[], fields: string | undefined): readonly Row[] => {
  const wanted = new Set([
    'gid',
    'resource_type',
    'name',
    ...(fields ?? '').split(',').map((field) => field.split('.')[0] ?? ''),
  ])
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => wanted.has(key))))
}
const workspaces = times(2, (n) => ({
  gid: `100${n}`,
  resource_type: 'workspace',
  name: `Workspace ${n}`,
  is_organization: true,
}))
const projectsOf = (workspace: string) =>
  times(3, (n) => ({
    gid: `${workspace}2${n}`,
    resource_type: 'project',
    name: `Project ${n}`,
    archived: false,
    created_at: stamp(n),
    modified_at: stamp(n),
    owner: { gid: '1', resource_type: 'user', name: 'Ada' },
  }))
const tasksOf = (project: string) =>
  times(110, (n) => ({
    gid: `${project}3${n}`,
    resource_type: 'task',
    name: `Task ${n}`,
    completed: n % 2 === 0,
    created_at: stamp(n),
    modified_at: stamp(n),
    assignee: n % 3 === 0 ? null : { gid: '1', resource_type: 'user', name: 'Ada' },
    custom_fields: [{ gid: '5', name: 'Priority', display_value: 'High' }],
    tags: [],
  }))

export const asana: Shape = {
  name: 'asana',
  basePath: '/api/1.0',
  auth: { header: 'authorization', value: 'Bearer 2/known/0123' },
  headers: {},
  refusal: { status: 401, body: { errors: [{ message: 'Not Authorized', help: 'https://developers.asana.com' }] } },
  secrets: { access_token: '2/known/0123' },
  settings: {},
  endpoints: [
    { path: 'workspaces', params: FIELDS, rows: ({ query }) => compact(workspaces, query.opt_fields), paging, body },
    {
      path: 'users',
      params: ['workspace', 'team', ...FIELDS],
      rows: ({ query }) =>
        compact(
          times(3, (n) => ({
            gid: `${query.workspace}9${n}`,
            resource_type: 'user',
            name: `User ${n}`,
            email: `user${n}@example.com`,
          })),
          query.opt_fields,
        ),
      paging,
      body,
    },
    {
      path: 'projects',
      params: ['workspace', 'team', 'archived', ...FIELDS],
      rows: ({ query }) => compact(projectsOf(query.workspace ?? ''), query.opt_fields),
      paging,
      body,
    },
    {
      path: 'tasks',
      params: ['project', 'assignee', 'section', 'workspace', 'completed_since', 'modified_since', ...FIELDS],
      required: ['project'],
      rows: ({ query }) =>
        compact(
          tasksOf(query.project ?? '').filter(
            (one) =>
              one.modified_at >= stamp(0) &&
              Date.parse(one.modified_at) >= Date.parse(query.modified_since ?? stamp(0)),
          ),
          query.opt_fields,
        ),
      paging,
      body,
    },
    {
      path: 'projects/:project/sections',
      params: FIELDS,
      rows: ({ path }) =>
        times(2, (n) => ({ gid: `${path.project}4${n}`, resource_type: 'section', name: `Section ${n}` })),
      paging,
      body,
    },
  ],
  counts: { workspaces: 2, users: 6, projects: 6, tasks: 660, sections: 12 },
}
