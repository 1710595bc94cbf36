const HEREDOC = /<<-?[ \t]*(["']?)(\w+)\1([^\n]*)\n([\s\S]*?)\n[ \t]*\2(?=\n|$)/g
const PATCH = /^\*\*\* Begin Patch[\s\S]*?^\*\*\* End Patch[ \t]*$/gm
const PATCHED = /^\*\*\* (?:Add File|Update File|Delete File|Move to): *(.+)$/gm

/**
 * A command line without the texts that it hands on as they are: a page that speaks of secrets files is no reading of one.
 * @param runs Whether a text may be run by something on the line; then it stays.
 */
export function withoutTexts(line: string, runs: (command: string) => boolean): string {
  return line.replace(HEREDOC, (whole, quote: string, _name, rest: string, body: string, at: number) => {
    const command = `${line.slice(0, at).split('\n').at(-1)} ${rest}`
    const isText = !runs(command) && (quote !== '' || !/\$\(|`/.test(body))
    return isText ? `${rest}\n` : whole
  })
}

/** The files that the patches in a text change. */
export function patchedFiles(text: string): readonly string[] {
  return [...text.matchAll(PATCH)].flatMap(([patch]) => [...patch.matchAll(PATCHED)].map(([, file = '']) => file))
}

/** A command line without the patches that it hands on. */
export function withoutPatches(line: string): string {
  return line.replace(PATCH, '')
}
