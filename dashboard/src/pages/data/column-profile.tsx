import type { TableProfile } from '../../../../src/dashboard/api/data.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { Answered } from '../../design/answered.tsx'
import { Badge } from '../../design/badge.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { formatNumber, formatPercent } from '../../format/numbers.ts'

interface ColumnProfileProps {
  readonly name: string
  readonly table: string
  readonly column: string
  /** A value was pressed. */
  readonly onValue: (value: string) => void
}

/** What a column of a table holds: nulls, distinct values, the least and the greatest, the most frequent. */
export function ColumnProfile({ name, table, column, onValue }: ColumnProfileProps) {
  const answer = useAnswer({ route: 'profile', params: { name, table } })
  return (
    <Answered of={answer} waiting={<Skeleton rows={4} />}>
      {(profile) => {
        const found = profile.columns.find((one) => one.name === column)
        if (found === undefined) return <p class="soft">Nothing is known about this column.</p>
        return <Profiled profile={profile} column={found} onValue={onValue} />
      }}
    </Answered>
  )
}

interface ProfiledProps {
  readonly profile: TableProfile
  readonly column: TableProfile['columns'][number]
  readonly onValue: (value: string) => void
}

function Profiled({ profile, column, onValue }: ProfiledProps) {
  const { nulls, distinct, approximate, min, max, mean, top, personal, remarks } = column
  const share = (count: number) => (profile.sampled === 0 ? '' : formatPercent(count / profile.sampled))
  const most = Math.max(1, ...top.map((one) => one.count))
  return (
    <div class="column-profile">
      <dl>
        <Fact name="Rows" value={formatNumber(profile.rows)} />
        <Fact name="Nulls" value={nulls === 0 ? 'none' : `${formatNumber(nulls)} (${share(nulls)})`} />
        <Fact name="Distinct" value={`${approximate ? 'about ' : ''}${formatNumber(distinct)}`} />
        {min !== undefined && <Fact name="Least" value={min} />}
        {max !== undefined && <Fact name="Greatest" value={max} />}
        {mean !== undefined && <Fact name="Mean" value={formatNumber(mean)} />}
      </dl>
      {personal && <Badge tone="warning" title={personal.why}>{`Looks like ${personal.kind}`}</Badge>}
      {remarks.map((remark) => (
        <p key={remark} class="soft">
          {remark}
        </p>
      ))}
      <ul class="top-values" aria-label="Most frequent values">
        {top.map(({ value, count }) => (
          <li key={value}>
            <button type="button" title={`Show rows with ${value}`} onClick={() => onValue(value)}>
              <span class="top-bar" style={{ width: `${(count / most) * 100}%` }} />
              <span class="cut">{value}</span>
              <span class="soft">{share(count)}</span>
            </button>
          </li>
        ))}
      </ul>
      {profile.sampled < profile.rows && (
        <p class="faint">Of {formatNumber(profile.sampled)} rows that were looked at.</p>
      )}
    </div>
  )
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="cut" title={value}>
        {value}
      </dd>
    </div>
  )
}
