"""Loads a table by dlt's sql_database into a DuckDB file; a request as JSON on stdin, the answer on stdout."""

import json
import sys

import dlt
from dlt.sources.sql_database import sql_database

request = json.load(sys.stdin)
pipeline = dlt.pipeline(
    "shop", destination=dlt.destinations.duckdb(request["file"]), dataset_name="d"
)
source = sql_database(
    request["url"], table_names=[request["table"]], reflection_level=request["level"]
)
if request.get("cursor"):
    source.resources[request["table"]].apply_hints(
        incremental=dlt.sources.incremental(request["cursor"])
    )
pipeline.run(source)
schema = pipeline.default_schema
print(
    json.dumps(
        {
            "schema": schema.name,
            "columns": list(schema.tables[request["table"]]["columns"].values()),
            "rows": pipeline.last_trace.last_normalize_info.row_counts.get(request["table"], 0),
        }
    )
)
