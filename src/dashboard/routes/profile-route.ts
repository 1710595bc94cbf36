import { profileTable } from '../../explore/profile/profile-table.ts'
import { ROUTES } from '../api/routes.ts'
import { reading } from '../reading.ts'
import { servedJson } from '../served-route.ts'

/** `/pipelines/:name/tables/:table/profile`. */
export const profile = servedJson(ROUTES.profile, (ask) =>
  reading(ask, (dataset, limits) => profileTable(dataset, ask.params.table ?? '', limits)),
)
