// After https://developers.hubspot.com/docs/api-reference: CRM objects v3, owners, pipelines, associations v4.
import { byToken, unpaged } from '../pagings.ts'
import { moment, type Part, type Shape, times } from '../shape.ts'

const paging = byToken({ token: 'after', size: 'limit', usual: 10, most: 100 })
const body = ({ rows, next, nextUrl }: Part) => ({
  results: rows,
  ...(next !== undefined && { paging: { next: { after: next, link: nextUrl } } }),
})
const PARAMS = ['properties', 'propertiesWithHistory', 'associations', 'archived']

/** Without `properties` only a few usual ones are given. */
const object = (n: number, properties: Readonly<Record<string, string | null>>) => ({
  id: String(51 + n),
  properties: { ...properties, createdate: moment(n), hs_object_id: String(51 + n), lastmodifieddate: moment(n) },
  createdAt: moment(n),
  updatedAt: moment(n),
  archived: false,
})
const contacts = times(210, (n) => object(n, { email: `user${n}@example.com`, firstname: 'Ada', lastname: `L${n}` }))
const companies = times(40, (n) => object(n, { domain: `example${n}.com`, name: `Company ${n}` }))
const deals = times(7, (n) =>
  object(n, { amount: '1500.00', dealname: `Deal ${n}`, dealstage: 'closedwon', pipeline: 'default' }),
)
const associationsOf = (deal: string) =>
  times(2, (n) => ({
    toObjectId: Number(deal) * 10 + n,
    associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 3, label: null }],
  }))

export const hubspot: Shape = {
  name: 'hubspot',
  basePath: '',
  auth: { header: 'authorization', value: 'Bearer pat-eu1-known-0123' },
  headers: {},
  refusal: {
    status: 401,
    body: { status: 'error', message: 'Authentication credentials not found', category: 'INVALID_AUTHENTICATION' },
  },
  secrets: { access_token: 'pat-eu1-known-0123' },
  settings: {},
  endpoints: [
    { path: 'crm/v3/objects/contacts', params: PARAMS, rows: () => contacts, paging, body },
    { path: 'crm/v3/objects/companies', params: PARAMS, rows: () => companies, paging, body },
    { path: 'crm/v3/objects/deals', params: PARAMS, rows: () => deals, paging, body },
    {
      path: 'crm/v3/owners',
      params: ['email', 'archived'],
      rows: () =>
        times(3, (n) => ({
          id: String(n),
          email: `owner${n}@example.com`,
          userId: n,
          createdAt: moment(n),
          updatedAt: moment(n),
          archived: false,
          teams: [],
        })),
      paging: byToken({ token: 'after', size: 'limit', usual: 100, most: 500 }),
      body,
    },
    {
      path: 'crm/v3/pipelines/deals',
      rows: () => [
        {
          id: 'default',
          label: 'Sales',
          displayOrder: 0,
          stages: times(3, (n) => ({
            id: `stage${n}`,
            label: `Stage ${n}`,
            displayOrder: n,
            metadata: { probability: '0.5' },
          })),
          archived: false,
        },
      ],
      paging: unpaged,
      body: ({ rows }) => ({ results: rows }),
    },
    {
      path: 'crm/v4/objects/deals/:deal/associations/contacts',
      rows: ({ path }) => associationsOf(path.deal ?? ''),
      paging: byToken({ token: 'after', size: 'limit', usual: 500, most: 500 }),
      body,
    },
  ],
  counts: { contacts: 210, companies: 40, deals: 7, owners: 3, deal_pipelines: 1, deal_contacts: 14 },
}
