/** The shortest text that is taken for a secret: with shorter ones half of every text would go. */
const SHORTEST = 4

/** How a secret may be spelled in URLs, forms, JSON and headers; the longest first, so that none is left in part. */
export function secretForms(secrets: Iterable<string>): readonly string[] {
  const forms = [...secrets].filter((secret) => secret.length >= SHORTEST).flatMap(formsOf)
  return [...new Set(forms)].sort((a, b) => b.length - a.length)
}

function formsOf(secret: string): readonly string[] {
  const percent = encodeURIComponent(secret.toWellFormed())
  const form = percent.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
  const json = JSON.stringify(secret).slice(1, -1)
  const bytes = Buffer.from(secret, 'utf8')
  return [
    secret,
    percent,
    percent.toLowerCase(),
    form,
    form.replaceAll('%20', '+'),
    json,
    json.replaceAll('/', '\\/'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
  ]
}
