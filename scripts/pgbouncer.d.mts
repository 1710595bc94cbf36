/** The program of pgBouncer; throws an Error `no pgBouncer` where there is none to be had. */
export function pgBouncer(): string
