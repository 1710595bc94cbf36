// After https://mailchimp.com/developer/marketing/api: lists (audiences), members, campaigns, "Pagination".
import { fromOffset } from '../pagings.ts'
import { moment, type Part, type Shape, times } from '../shape.ts'

const paging = fromOffset({ offset: 'offset', size: 'count', usual: 10, most: 1000 })
const under =
  (key: string) =>
  ({ rows, total }: Part) => ({ [key]: rows, total_items: total, _links: [] })
const stamp = (n: number) => moment(n).replace('Z', '+00:00')
const FIELDS = ['fields', 'exclude_fields']

const lists = times(2, (n) => ({
  id: `list${n}`,
  web_id: n,
  name: `Audience ${n}`,
  date_created: stamp(n),
  contact: { company: 'Acme', city: 'Atlanta', country: 'US' },
  stats: { member_count: 1100, open_rate: 0.5 },
  modules: ['a', 'b'],
}))
/** The same address may be in several audiences, with the same id. */
const members = (list: string) =>
  times(1100, (n) => ({
    id: `member${n}`,
    list_id: list,
    email_address: `user${n}@example.com`,
    status: 'subscribed',
    merge_fields: { FNAME: 'Ada', LNAME: `L${n}` },
    last_changed: stamp(n),
    tags: n % 100 === 0 ? [{ id: 1, name: 'vip' }] : [],
    location: { latitude: 0, longitude: 0 },
  }))

export const mailchimp: Shape = {
  name: 'mailchimp',
  basePath: '/3.0',
  // Any user name, and the key as password.
  auth: { header: 'authorization', value: `Basic ${Buffer.from('tolva:mc-known-us21').toString('base64')}` },
  headers: {},
  refusal: { status: 401, body: { type: 'https://mailchimp.com/developer', title: 'API Key Invalid', status: 401 } },
  secrets: { api_key: 'mc-known-us21' },
  settings: { data_center: '' },
  endpoints: [
    {
      path: 'lists',
      params: [...FIELDS, 'since_date_created', 'sort_field'],
      rows: () => lists,
      paging,
      body: under('lists'),
    },
    {
      path: 'lists/:list/members',
      params: [...FIELDS, 'status', 'since_last_changed', 'before_last_changed', 'sort_field', 'sort_dir'],
      rows: ({ path, query }) =>
        members(path.list ?? '').filter(
          (one) => Date.parse(one.last_changed) >= Date.parse(query.since_last_changed ?? '1970-01-01T00:00:00Z'),
        ),
      paging,
      body: under('members'),
    },
    {
      path: 'campaigns',
      params: [...FIELDS, 'status', 'since_create_time', 'sort_field', 'sort_dir'],
      rows: () =>
        times(5, (n) => ({
          id: `campaign${n}`,
          type: 'regular',
          create_time: stamp(n),
          status: 'sent',
          recipients: { list_id: 'list1' },
          settings: { subject_line: 'Hi' },
        })),
      paging,
      body: under('campaigns'),
    },
  ],
  counts: { lists: 2, members: 2200, campaigns: 5 },
}
