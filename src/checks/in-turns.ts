import type { CheckFacts } from './check.ts'

/** Opening a file with many tables takes longer than a statement, so statements share it; nobody waits longer for that than this. */
const TURN_MS = 1_000

/** Does steps at the database until one says that it was the last: several a turn, and others may have it in between. */
export async function inTurns(
  { dataset, turn = (work) => work() }: Pick<CheckFacts, 'dataset' | 'turn'>,
  step: () => Promise<boolean>,
): Promise<void> {
  for (let goesOn = true; goesOn; ) {
    await turn(async () => {
      // A database that does not open is told by the step that asks it.
      await using _ = await dataset
        ?.within()
        .hold()
        .catch(() => undefined)
      const until = performance.now() + TURN_MS
      do goesOn = await step()
      while (goesOn && performance.now() < until)
    })
  }
}
