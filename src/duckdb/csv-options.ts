import type { CsvOptions } from '../contracts/page.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { quoteText } from '../sql/quote-text.ts'

/**
 * Options as further arguments of `read_csv`: each begins with a comma.
 * @throws ConfigError `invalid_csv_option`.
 */
export function csvArguments(options: CsvOptions = {}): string {
  return Object.entries(options)
    .map(([name, value]) => `, ${argument(name, value)}`)
    .join('')
}

function argument(name: string, value: CsvOptions[string]): string {
  if (!/^[a-z_]+$/.test(name)) {
    throw new ConfigError(`${name} is no option of a csv file`, {
      code: 'invalid_csv_option',
      hint: "Use the names of DuckDB's read_csv: delim, header, quote, escape, nullstr, skip, dateformat…",
    })
  }
  const shown = (one: string | number | boolean) => (typeof one === 'string' ? quoteText(one) : String(one))
  return `${name} = ${typeof value === 'object' ? `[${value.map(shown).join(', ')}]` : shown(value)}`
}
