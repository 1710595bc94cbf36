// After https://airtable.com/developers/web/api: list records, get base schema, list bases.
import { byToken, unpaged } from '../pagings.ts'
import { moment, type Shape, times } from '../shape.ts'

const tables = times(2, (n) => ({
  id: `tbl${n}`,
  name: `Table ${n}`,
  primaryFieldId: 'fld1',
  fields: [
    { id: 'fld1', name: 'Name', type: 'singleLineText' },
    { id: 'fld2', name: 'Attachments', type: 'multipleAttachments', options: { isReversed: false } },
  ],
  views: [{ id: 'viw1', name: 'Grid view', type: 'grid' }],
}))
const recordsOf = (table: string) =>
  times(120, (n) => ({
    id: `rec${table}${n}`,
    createdTime: moment(n).replace('Z', '.000Z'),
    // A field that is empty is left out.
    fields: {
      Name: `Record ${n}`,
      ...(n % 2 === 0 && { Attachments: [{ id: `att${n}`, filename: 'a.png', size: 10 }] }),
    },
  }))

export const airtable: Shape = {
  name: 'airtable',
  basePath: '/v0',
  auth: { header: 'authorization', value: 'Bearer patKnown.0123' },
  headers: {},
  refusal: { status: 401, body: { error: { type: 'AUTHENTICATION_REQUIRED', message: 'Authentication required' } } },
  secrets: { access_token: 'patKnown.0123' },
  settings: { base_id: 'appKnown' },
  endpoints: [
    {
      path: 'meta/bases/:base/tables',
      params: ['include[]'],
      rows: ({ path }) => (path.base === 'appKnown' ? tables : undefined),
      paging: unpaged,
      body: ({ rows }) => ({ tables: rows }),
    },
    {
      path: ':base/:table',
      params: ['maxRecords', 'view', 'sort', 'fields[]', 'filterByFormula', 'cellFormat', 'timeZone', 'userLocale'],
      rows: ({ path }) => (path.base === 'appKnown' ? recordsOf(path.table ?? '') : undefined),
      paging: byToken({ token: 'offset', size: 'pageSize', usual: 100, most: 100 }),
      body: ({ rows, next }) => ({ records: rows, ...(next !== undefined && { offset: next }) }),
    },
  ],
  counts: { tables: 2, records: 240 },
}
