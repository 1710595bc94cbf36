/** What can be done with packages that cannot be loaded, as commands. */
export function waysOut(pipeline: string, loadIds: readonly string[]): string {
  const [first] = loadIds
  if (first === undefined) return ''
  const command = (verb: string) => `tolva pipeline ${pipeline} package ${verb}`
  const which = loadIds.length === 1 ? `Package ${first} waits` : `Packages ${loadIds.join(', ')} wait`
  return (
    `${which}: load with \`${command('retry')}\` once the cause is mended; ` +
    `or go back to the state before with \`${command(`abort ${first}`)}\`, ` +
    `or go on without these rows with \`${command(`discard ${first}`)}\`.`
  )
}
