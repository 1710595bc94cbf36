import { useId, useState } from 'preact/hooks'
import { Button } from '../../design/button.tsx'
import {
  type ColumnFilter,
  type FilterOperator,
  OPERATOR_LABELS,
  operatorsFor,
  takesValue,
} from '../../filters/column-filter.ts'
import type { GridColumn } from '../../grid/column-layout.ts'

interface FilterFormProps {
  /** Those that may be filtered; with one there is no choice. */
  readonly columns: readonly GridColumn[]
  readonly initial?: ColumnFilter
  readonly onApply: (filter: ColumnFilter) => void
}

/** How a column is to be compared: an operator for its type, and a value. */
export function FilterForm({ columns, initial, onApply }: FilterFormProps) {
  const id = useId()
  const [name, setName] = useState(initial?.column ?? columns[0]?.name ?? '')
  const column = columns.find((one) => one.name === name)
  const operators = operatorsFor(column?.dataType)
  const [chosen, setOperator] = useState<FilterOperator | undefined>(initial?.operator)
  const operator = chosen !== undefined && operators.includes(chosen) ? chosen : (operators[0] ?? 'eq')
  const [text, setText] = useState(textOf(initial))
  const isList = operator === 'in' || operator === 'not_in'
  const submit = (event: Event) => {
    event.preventDefault()
    if (column === undefined) return
    if (!takesValue(operator)) onApply({ column: name, operator })
    else onApply({ column: name, operator, value: isList ? listOf(text) : text })
  }
  return (
    <form class="popover-form" onSubmit={submit}>
      {columns.length > 1 && (
        <select
          class="select"
          aria-label="Column"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        >
          {columns.map((one) => (
            <option key={one.name}>{one.name}</option>
          ))}
        </select>
      )}
      <select
        class="select"
        aria-label="Comparison"
        value={operator}
        onChange={(event) => setOperator(operators.find((one) => one === event.currentTarget.value))}
      >
        {operators.map((one) => (
          <option key={one} value={one}>
            {OPERATOR_LABELS[one]}
          </option>
        ))}
      </select>
      {takesValue(operator) && <ValueField id={id} column={column} value={text} isList={isList} onChange={setText} />}
      <Button type="submit" kind="primary" size="s">
        Apply filter
      </Button>
    </form>
  )
}

interface ValueFieldProps {
  readonly id: string
  readonly column: GridColumn | undefined
  readonly value: string
  readonly isList: boolean
  readonly onChange: (value: string) => void
}

function ValueField({ id, column, value, isList, onChange }: ValueFieldProps) {
  if (column?.dataType === 'bool' && !isList) {
    return (
      <select
        class="select"
        aria-label="Value"
        value={value || 'true'}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        <option>true</option>
        <option>false</option>
      </select>
    )
  }
  return (
    <input
      id={id}
      class="input"
      aria-label="Value"
      placeholder={isList ? 'a, b, c' : placeholderOf(column?.dataType)}
      value={value}
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function placeholderOf(dataType: string | undefined): string {
  if (dataType === 'timestamp') return '2026-01-31 or 2026-01-31T12:00:00Z'
  if (dataType === 'date') return '2026-01-31'
  return 'Value'
}

function textOf(filter: ColumnFilter | undefined): string {
  if (filter?.value === undefined || filter.value === null) return ''
  return Array.isArray(filter.value) ? filter.value.join(', ') : String(filter.value)
}

function listOf(text: string): string[] {
  return text.split(',').map((part) => part.trim())
}
