import { ROUTES } from '../api/routes.ts'
import { layOutApart } from '../diagram/lay-out-apart.ts'
import { servedJson, withBody } from '../served-route.ts'

/** `/diagram`. */
export const diagram = servedJson(
  ROUTES.diagram,
  withBody(ROUTES.diagram.body, (asked, { signal }) => layOutApart(asked, signal)),
)
