/** Says which cannot be had and why: their tests are left out. `heavy`: also those that only heavy tests run. */
export function bringPrograms(options?: { readonly heavy?: boolean }): void
