export function python3(): string
export function unpacked(requirement: string): string
export function venv(requirements: readonly string[]): string
