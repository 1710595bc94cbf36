import { ROUTES } from '../api/routes.ts'
import { layOutDiagram } from '../diagram/lay-out-diagram.ts'
import { servedJson, withBody } from '../served-route.ts'

/** `/diagram`. */
export const diagram = servedJson(
  ROUTES.diagram,
  withBody(ROUTES.diagram.body, (asked, { signal }) => layOutDiagram(asked, signal)),
)
