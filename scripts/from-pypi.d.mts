/** Unpacks one package (`name==version`, without what it depends on) into a folder of `.cache` and returns its path. */
export function unpacked(requirement: string): string
