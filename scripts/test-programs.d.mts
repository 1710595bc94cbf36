/** Says which cannot be had and why: their tests are left out. */
export function bringPrograms(): void
