/** What a destructive operation shows where `--yes` is missing. */
export function planned(plan: object): object {
  return { ...plan, done: false, next: 'This is the plan. Add --yes to carry it out.' }
}
