/** Where a world is made: an empty folder, which is its project folder too. */
export interface Place {
  readonly folder: string
  readonly dataDir: string
}

/** What is there for someone to look at: pipelines that ran, or run. */
export interface World {
  /** The one that it is about; absent: there is none. */
  readonly pipeline?: string
  /** What to look at, in one line. */
  readonly about: string
  /** Ends what goes on in it; its files stay. */
  close(): Promise<void>
}

/** A world of which nothing goes on. */
export function still(about: string, pipeline?: string): World {
  return { about, ...(pipeline !== undefined && { pipeline }), close: async () => {} }
}
