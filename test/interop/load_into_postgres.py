"""Merges rows into a table of a PostgreSQL dataset with dlt; a request as JSON on stdin, the answer on stdout."""

import json
import sys

import dlt

request = json.load(sys.stdin)
pipeline = dlt.pipeline(
    "shop",
    destination=dlt.destinations.postgres(request["url"]),
    dataset_name=request["dataset"],
)
table = dlt.resource(
    request["rows"],
    name="t",
    primary_key="id",
    write_disposition="merge",
    columns=request["columns"],
)
pipeline.run(table)
schema = pipeline.default_schema
tables = [name for name in schema.data_table_names()]
counts = {name: len(pipeline.dataset()[name].fetchall()) for name in tables}
print(json.dumps({"hash": schema.version_hash, "version": schema.version, "counts": counts}))
