// After https://developers.pipedrive.com/docs/api/v1 (its second version): deals, persons, organizations, activities, pipelines, stages.
import { byToken } from '../pagings.ts'
import { moment, type Part, type Row, type Shape, times } from '../shape.ts'

const paging = byToken({ token: 'cursor', size: 'limit', usual: 100, most: 500 })
const body = ({ rows, next }: Part) => ({ success: true, data: rows, additional_data: { next_cursor: next ?? null } })
const FILTERS = [
  'filter_id',
  'ids',
  'owner_id',
  'updated_since',
  'updated_until',
  'sort_by',
  'sort_direction',
  'include_fields',
  'custom_fields',
]

/** `updated_since` is a time, and sorting is by id unless something else is asked for. */
const since =
  (all: readonly Row[]) =>
  ({ query }: { readonly query: Readonly<Record<string, string>> }) => {
    const rows = all.filter(
      (row) => Date.parse(String(row.update_time)) >= Date.parse(query.updated_since ?? '1970-01-01T00:00:00Z'),
    )
    return query.sort_direction === 'desc' ? rows.reverse() : rows
  }
const deals = [
  ...times(620, (n) => ({
    id: n,
    title: `Deal ${n}`,
    value: 1000.5 * n,
    currency: 'EUR',
    status: 'open',
    add_time: moment(n),
    update_time: moment(n),
    stage_id: 1,
    person_id: n,
    label_ids: n % 2 === 0 ? [1, 2] : [],
    custom_fields: { d4de1c1518b4531717c676029a45911c340390a6: { value: 120, currency: 'EUR' } },
  })),
]
const persons = times(130, (n) => ({
  id: n,
  name: `Person ${n}`,
  emails: [{ value: `user${n}@example.com`, primary: true, label: 'work' }],
  phones: [],
  add_time: moment(n),
  update_time: moment(n),
}))
const organizations = times(4, (n) => ({
  id: n,
  name: `Org ${n}`,
  address: { value: 'Street 1', country: 'DE' },
  add_time: moment(n),
  update_time: moment(n),
}))
const activities = times(9, (n) => ({
  id: n,
  subject: `Call ${n}`,
  type: 'call',
  done: false,
  deal_id: n,
  add_time: moment(n),
  update_time: moment(n),
  attendees: [],
}))

export const pipedrive: Shape = {
  name: 'pipedrive',
  basePath: '/api/v2',
  auth: { header: 'x-api-token', value: 'pd-known-0123' },
  headers: {},
  refusal: { status: 401, body: { success: false, error: 'unauthorized access', errorCode: 401 } },
  secrets: { api_token: 'pd-known-0123' },
  settings: {},
  endpoints: [
    {
      path: 'deals',
      params: ['person_id', 'org_id', 'pipeline_id', 'stage_id', 'status', ...FILTERS],
      rows: since(deals),
      paging,
      body,
    },
    { path: 'persons', params: ['org_id', 'deal_id', ...FILTERS], rows: since(persons), paging, body },
    { path: 'organizations', params: FILTERS, rows: since(organizations), paging, body },
    {
      path: 'activities',
      params: ['deal_id', 'lead_id', 'person_id', 'org_id', 'done', ...FILTERS],
      rows: since(activities),
      paging,
      body,
    },
    {
      path: 'pipelines',
      params: ['sort_by', 'sort_direction'],
      rows: () => [{ id: 1, name: 'Sales', order_nr: 0, is_deleted: false, add_time: moment(1), update_time: null }],
      paging,
      body,
    },
    {
      path: 'stages',
      params: ['pipeline_id', 'sort_by', 'sort_direction'],
      required: ['pipeline_id'],
      rows: ({ query }) =>
        times(3, (n) => ({
          id: n,
          name: `Stage ${n}`,
          pipeline_id: Number(query.pipeline_id),
          order_nr: n,
          deal_probability: 50,
          add_time: moment(n),
        })),
      paging,
      body,
    },
  ],
  counts: { deals: 620, persons: 130, organizations: 4, activities: 9, pipelines: 1, stages: 3 },
  later: {
    happen() {
      const [first] = deals.splice(0, 1)
      if (first !== undefined) deals.push({ ...first, title: 'Changed', update_time: moment(900) })
      if (first !== undefined) deals.push({ ...first, id: 999, update_time: moment(901) })
    },
    counts: { deals: 621 },
    changed: { table: 'deals', where: "title = 'Changed'" },
  },
}
