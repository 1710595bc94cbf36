/** What the parts of a project are called. */
export interface ProjectNames {
  /** As the person says it: `shop`. */
  readonly name: string
  /** Of the section in the configuration, and of the schema: `shop_source`. */
  readonly source: string
  /** Its working folder and DuckDB file: `shop_pipeline`. */
  readonly pipeline: string
  /** The destination's schema: `shop_data`. */
  readonly dataset: string
}

/** The names that follow from one: pipelines and datasets of a project never get in each other's way. */
export function projectNames(name: string, source: string): ProjectNames {
  return { name, source, pipeline: `${name}_pipeline`, dataset: `${name}_data` }
}
