/** The program of Deno, downloaded from npm on first use; throws an Error whose message is the reason where it cannot be had. */
export function deno(): string
