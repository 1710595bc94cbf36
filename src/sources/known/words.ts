/** What people say for what the index is tagged with. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  payment: ['payments', 'billing', 'invoices', 'subscriptions', 'charges'],
  billing: ['payments', 'invoices', 'subscriptions'],
  shop: ['ecommerce', 'orders', 'products', 'store'],
  store: ['ecommerce', 'orders', 'shop'],
  commerce: ['ecommerce'],
  customer: ['crm', 'customers', 'contacts'],
  sale: ['crm', 'deals', 'sales'],
  lead: ['crm', 'contacts', 'deals'],
  helpdesk: ['support', 'tickets'],
  support: ['tickets', 'helpdesk', 'conversations'],
  ticket: ['support', 'issues', 'tickets'],
  bug: ['issues', 'tickets'],
  task: ['tasks', 'projects', 'project-management'],
  todo: ['tasks'],
  project: ['project-management', 'tasks'],
  chat: ['messages', 'conversations', 'messaging', 'chatbot'],
  bot: ['chatbot'],
  messenger: ['messages', 'messaging'],
  email: ['newsletter', 'marketing', 'campaigns'],
  mail: ['newsletter', 'email', 'campaigns'],
  newsletter: ['email', 'campaigns', 'marketing'],
  wiki: ['documents', 'notes', 'pages'],
  note: ['notes', 'documents', 'pages'],
  spreadsheet: ['tables', 'records', 'no-code'],
  git: ['code', 'repositories'],
  repo: ['repositories', 'code'],
  database: ['sql', 'database', 'tables'],
  postgre: ['postgres'],
  mysql: ['sql', 'database'],
  csv: ['files'],
  excel: ['spreadsheet', 'tables'],
  file: ['files', 'csv', 'bucket'],
  s3: ['bucket', 'files'],
  swagger: ['openapi'],
}

/** The words of a text in lower case, without those that say nothing. */
export function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !SILENT.has(word))
}

/** A word without the ending of its plural. */
export function stemOf(word: string): string {
  return word.length > 3 ? word.replace(/(?<=[a-z])s$/, '') : word
}

/** What else may be meant by a word. */
export function synonymsOf(word: string): readonly string[] {
  const stem = stemOf(word)
  return Object.hasOwn(SYNONYMS, stem) ? (SYNONYMS[stem] ?? []) : []
}

const SILENT = new Set(
  'a an and api apis as at by data for from get how i in into is load me my of on or our rest source sources the to want we with'.split(
    ' ',
  ),
)
