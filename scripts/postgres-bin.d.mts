export function postgresBin(): string
