/** A vault of your own: anything that can be asked for one value. It is asked after the environment and the files. */
export interface SecretsProvider {
  /** Shown in errors and by `tolva config explain`. */
  readonly name: string
  /**
   * @param path e.g. `['sources', 'chatbot_source', 'api_key']`; asked for every path in turn, so cache what is slow.
   * @returns the value, or undefined where the vault has none.
   */
  get(path: readonly string[]): Promise<unknown>
}
