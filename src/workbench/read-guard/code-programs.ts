/** Run code that is one of their words. */
export const CODE = /^(?:.*\/)?(?:python[\d.]*|node|bun|deno|tsx|perl|ruby|php|pwsh|powershell)$/
