const MONTHS = 'january february march april may june july august september october november december'.split(' ')
const DAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ')

/** The placeholders of a moment, as pendulum writes its tokens, in lower case. UTC. */
export function datePlaceholders(moment: Date): Readonly<Record<string, string>> {
  const year = moment.getUTCFullYear()
  const month = moment.getUTCMonth()
  const weekday = moment.getUTCDay()
  const millis = moment.getUTCMilliseconds()
  const day = DAYS[weekday] ?? ''
  const name = MONTHS[month] ?? ''
  return {
    YYYY: String(year),
    YY: String(year).slice(2),
    Y: String(year),
    MMMM: name,
    MMM: name.slice(0, 3),
    MM: two(month + 1),
    M: String(month + 1),
    DD: two(moment.getUTCDate()),
    D: String(moment.getUTCDate()),
    HH: two(moment.getUTCHours()),
    H: String(moment.getUTCHours()),
    mm: two(moment.getUTCMinutes()),
    m: String(moment.getUTCMinutes()),
    dddd: day,
    ddd: day.slice(0, 3),
    dd: day.slice(0, 2),
    d: String(weekday),
    ss: two(moment.getUTCSeconds()),
    s: String(moment.getUTCSeconds()),
    SSSS: String(millis * 10).padStart(4, '0'),
    SSS: String(millis).padStart(3, '0'),
    SS: two(Math.floor(millis / 10)),
    S: String(Math.floor(millis / 100)),
    Q: String(Math.floor(month / 3) + 1),
    curr_date: moment.toISOString().slice(0, 10),
    timestamp: String(Math.floor(moment.getTime() / 1000)),
    timestamp_ms: String(moment.getTime()),
  }
}

const two = (value: number): string => String(value).padStart(2, '0')
