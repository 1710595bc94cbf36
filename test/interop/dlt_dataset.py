"""Destinations of the scenarios, and what stands in a dataset."""
import dlt
from dlt_values import encode


def destination_of(where, **options):
    if where["kind"] == "duckdb":
        return dlt.destinations.duckdb(where["file"], **options)
    if where["kind"] == "filesystem":
        if "format" in where:
            options["preferred_loader_file_format"] = where["format"]
        return dlt.destinations.filesystem(where["url"], **options)
    return dlt.destinations.postgres(where["url"], **options)


def read_relations(where, dataset, folder, queries, name="p"):
    """Reads through dlt's own dataset: row counts, and the rows of each query."""
    from dlt_runs import environment, open_pipeline

    with environment({}, folder):
        pipeline = open_pipeline(where, folder, dataset, name, {})
        pipeline.sync_destination()
        data = pipeline.dataset()
        return {
            "tables": sorted(data.tables),
            "row_counts": dict(data.row_counts(dlt_tables=True).fetchall()),
            "rows": [[encode(list(row)) for row in relation(data, query).fetchall()] for query in queries],
        }


def relation(data, query):
    found = data.table(query["table"])
    # dlt looks columns up in what is selected, so that comes last.
    for column, operator, value in query.get("where", []):
        found = found.where(column, operator, value)
    for column in query.get("order_by", []):
        found = found.order_by(column)
    if "select" in query:
        found = found.select(*query["select"])
    return found.limit(query["limit"]) if "limit" in query else found
