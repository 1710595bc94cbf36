/** Where a link of a text may lead: pages and mail, nothing that runs. Undefined: it is shown as its text. */
export function safeLink(href: string): string | undefined {
  try {
    const { protocol } = new URL(href)
    return ['https:', 'http:', 'mailto:'].includes(protocol) ? href : undefined
  } catch {
    return /^[#/](?!\/)/.test(href) ? href : undefined
  }
}
