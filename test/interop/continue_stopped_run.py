"""Reads a resource newest first with the real dlt: one JSON request on stdin, one JSON answer.

Request: file, pipelines_dir, pages (lists of rows, in the order in which they come).
"""
import json
import sys

import dlt

request = json.load(sys.stdin)
pipeline = dlt.pipeline(
    "stopped",
    destination=dlt.destinations.duckdb(request["file"]),
    dataset_name="d",
    pipelines_dir=request["pipelines_dir"],
)
seen = []


@dlt.resource(name="items", primary_key="id", write_disposition="merge")
def items(at=dlt.sources.incremental("at")):
    seen.append(at.start_value)
    yield from request["pages"]


pipeline.run(items())
with pipeline.sql_client() as client:
    ids = [row[0] for row in client.execute_sql("SELECT id FROM items ORDER BY id")]
print(json.dumps({"ids": ids, "started_at": seen[0]}))
