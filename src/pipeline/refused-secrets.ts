import type { LookupTrace } from '../config/config-place.ts'

/** A warning for each vault that has not given all secrets: what was found behind them may not be what was meant. */
export function refusedSecrets(looks: readonly LookupTrace[]): readonly string[] {
  const refused = looks.filter(({ outcome }) => outcome === 'refused')
  return [...Map.groupBy(refused, ({ place }) => place)].map(([place, ofVault]) => {
    const secrets = [...new Set(ofVault.map(({ key, reason }) => `${key} (${reason})`))]
    return `${place} refused ${secrets.join(', ')}: what may stand there was looked for elsewhere.`
  })
}
