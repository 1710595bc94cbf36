import { ConfigError } from '../../errors/tolva-error.ts'
import { quoteName } from '../../sql/quote-name.ts'
import type { NotebookSubject } from './notebook-subject.ts'

/**
 * A marimo notebook in Python over the same DuckDB file, opened read-only.
 * @throws ConfigError code `notebook_needs_file` where data goes elsewhere.
 */
export function marimoNotebook({ pipeline, dataset, table, location }: NotebookSubject): string {
  const path = /^duckdb:\/\/\/(.+)$/.exec(location)?.[1]
  if (path === undefined) {
    throw new ConfigError(`a marimo notebook reads a DuckDB file, and ${pipeline} loads into ${location}`, {
      code: 'notebook_needs_file',
      hint: `tolva explore ${pipeline} --notebook jupyter reads any destination`,
    })
  }
  const name = `${quoteName(dataset)}.${quoteName(table)}`
  return `# /// script
# requires-python = ">=3.10"
# dependencies = ["marimo", "duckdb", "altair", "pandas"]
# ///
# What ${pipeline} loaded: marimo edit ${pipeline}_marimo.py
import marimo

app = marimo.App(width="medium")


@app.cell
def _():
    import altair as alt
    import duckdb
    import marimo as mo

    # Read-only: beside a load that commits it waits its turn.
    connection = duckdb.connect(${pythonText(path)}, read_only=True)
    return alt, connection, mo


@app.cell
def _(connection):
    tables = connection.sql(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = " + ${pythonText(pythonSql(dataset))}
        + " AND NOT starts_with(table_name, '_dlt_') ORDER BY 1"
    ).fetchall()
    counts = connection.sql(
        " UNION ALL ".join(
            f"SELECT '{name}' AS \\"table\\", count(*) AS \\"rows\\" FROM " + ${pythonText(quoteName(dataset))} + f'."{name}"'
            for (name,) in tables
        )
    ).df()
    counts
    return (counts,)


@app.cell
def _(alt, counts, mo):
    mo.ui.altair_chart(alt.Chart(counts).mark_bar().encode(y=alt.Y("table", sort="-x"), x="rows"))
    return


@app.cell
def _(connection):
    connection.sql(${pythonText(`SELECT * FROM ${name} LIMIT 10`)}).df()
    return


if __name__ == "__main__":
    app.run()
`
}

/** JSON's texts are texts of Python too. */
function pythonText(text: string): string {
  return JSON.stringify(text)
}

function pythonSql(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
