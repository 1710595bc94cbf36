import { useCallback, useMemo, useState } from 'preact/hooks'
import { Route, Switch } from 'wouter-preact'
import { createAnswers } from '../api/answers.ts'
import { RefreshContext } from '../api/refresh.ts'
import { Toasts } from '../design/toast.tsx'
import { Layout } from './layout.tsx'
import { LiveScope } from './live-scope.tsx'
import { NotFound } from './not-found.tsx'
import { PAGES } from './pages.ts'
import { PipelinePages } from './pipeline-pages.tsx'
import { usePlace } from './use-place.ts'

/** The dashboard. */
export function App() {
  const [revision, setRevision] = useState(0)
  const refresh = useCallback(() => setRevision((count) => count + 1), [])
  const answers = useMemo(createAnswers, [])
  const value = useMemo(() => ({ revision, refresh, answers }), [revision, refresh, answers])
  const { pipeline } = usePlace()
  const layout = (
    <Layout>
      <Switch>
        <Route path="/">{() => <PAGES.pipelines />}</Route>
        <Route path="/p/:name/:page?">
          {({ page }) => <PipelinePages name={pipeline ?? ''} page={page ?? 'overview'} />}
        </Route>
        <Route path="/reports/:report?">{({ report }) => <PAGES.reports report={report} />}</Route>
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Layout>
  )
  return (
    <RefreshContext.Provider value={value}>
      <Toasts>{pipeline === undefined ? layout : <LiveScope name={pipeline}>{layout}</LiveScope>}</Toasts>
    </RefreshContext.Provider>
  )
}
