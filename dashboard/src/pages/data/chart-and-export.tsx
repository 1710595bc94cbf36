import { Button } from '../../design/button.tsx'
import { ExportMenu, type ExportMenuProps } from './export-menu.tsx'

interface ChartAndExportProps extends ExportMenuProps {
  readonly isCharted: boolean
  readonly onChart: (isCharted: boolean) => void
}

/** What can be made of rows that are shown, of a table or of a statement. */
export function ChartAndExport({ isCharted, onChart, ...rows }: ChartAndExportProps) {
  return (
    <>
      <Button size="s" pressed={isCharted} disabled={rows.disabled === true} onClick={() => onChart(!isCharted)}>
        Chart
      </Button>
      <ExportMenu {...rows} />
    </>
  )
}
