export function faketimeLibrary(): string
