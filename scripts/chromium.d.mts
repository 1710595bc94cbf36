/** The program of Chromium; throws an Error `no Chromium` where there is none to be had. */
export function chromium(): string
