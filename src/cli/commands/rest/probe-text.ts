import { ConfigError } from '../../../errors/tolva-error.ts'
import type { EndpointProbe } from '../../../sources/rest-api/index.ts'
import type { OpenedSource } from '../../open-source.ts'

/**
 * `name=value` as parameters.
 * @throws ConfigError `bad_param`.
 */
export function paramsOf(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf('=')
      if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
      throw new ConfigError(`${text} is no parameter`, { code: 'bad_param', hint: 'Write it as --param limit=2' })
    }),
  )
}

/** The same with keys of the configuration as the file's language writes them. */
export function inLanguage(probe: EndpointProbe, language: OpenedSource['language']): EndpointProbe {
  if (probe.next === undefined || language === 'yaml') return probe
  const next = probe.next.replace(/\bclient\.\w+/g, (key) =>
    key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  )
  return { ...probe, next }
}

/** An answer for people; keys are written as the language of the file has them. */
export function probeText(probe: EndpointProbe, language: OpenedSource['language']): string {
  const { method, url, status, ms, auth, headers, body, bytes, truncated, rows, paging, redirect, next } = probe
  const selector = language === 'yaml' ? 'data_selector' : 'dataSelector'
  return [
    `${status} from ${method} ${url} in ${ms} ms`,
    `  auth       ${auth.length === 0 ? 'none sent' : auth.join(', ')}`,
    ...(rows === undefined
      ? []
      : [
          `  rows       ${rows.count ?? 'nothing'} at ${selector}: ${rows.selector} (${rows.found})`,
          ...(rows.others.length === 0
            ? []
            : [`             other lists: ${rows.others.map((one) => `${one.selector} (${one.items})`).join(', ')}`]),
        ]),
    ...(paging === undefined ? [] : [`  paging     ${paging.paginator} (${paging.found}): ${paging.evidence}`]),
    ...(paging?.total === undefined ? [] : [`             ${paging.total.rows} rows in all, by ${paging.total.path}`]),
    ...(redirect === undefined ? [] : [`  leads to   ${redirect}`]),
    ...(next === undefined ? [] : [`  next       ${next}`]),
    ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`),
    '',
    body,
    ...(truncated ? [`… (the beginning of ${bytes} bytes)`] : []),
  ].join('\n')
}
