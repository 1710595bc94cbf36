import { profileTable } from '../../explore/profile/profile-table.ts'
import { ROUTES } from '../api/routes.ts'
import { servedJson } from '../served-route.ts'
import { reading } from './table-routes.ts'

/** `/pipelines/:name/tables/:table/profile`. */
export const profile = servedJson(ROUTES.profile, (ask) =>
  reading(ask, (dataset) => profileTable(dataset, ask.params.table ?? '')),
)
