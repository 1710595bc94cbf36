"""Continues a dataset with the real dlt: reads one JSON request from stdin, prints one JSON answer.

Request: file, pipeline, dataset, pipelines_dir, and optionally table and rows to append.
"""
import json
import sys

import dlt
import duckdb
from dlt.common.schema.utils import generate_version_hash

request = json.load(sys.stdin)
pipeline = dlt.pipeline(
    request["pipeline"],
    destination=dlt.destinations.duckdb(request["file"]),
    dataset_name=request["dataset"],
    pipelines_dir=request["pipelines_dir"],
)
pipeline.sync_destination()


def schemas():
    return {
        name: {
            "version": schema.version,
            "version_hash": schema.version_hash,
            "computed_hash": generate_version_hash(schema.to_dict()),
        }
        for name, schema in pipeline.schemas.items()
    }


def rows():
    found = {}
    with pipeline.sql_client() as client:
        for table in pipeline.default_schema.tables:
            with client.execute_query(f'SELECT * FROM "{table}"') as cursor:
                columns = [column[0] for column in cursor.description]
                found[table] = [dict(zip(columns, row)) for row in cursor.fetchall()]
    return found


answer = {
    "dlt": dlt.__version__,
    "duckdb": duckdb.__version__,
    "first_run": pipeline.first_run,
    "state": {
        key: value
        for key, value in pipeline.state.items()
        if key in ("_state_version", "_version_hash", "sources", "schema_names", "default_schema_name")
    },
    "schemas_before": schemas() if pipeline.default_schema_name else {},
}
if pipeline.default_schema_name:
    answer["rows_before"] = rows()
if request.get("rows"):

    @dlt.resource(name=request["table"])
    def resource():
        state = dlt.current.resource_state()
        state["runs"] = state.get("runs", 0) + 1
        yield request["rows"]

    pipeline.run(resource())
answer["schemas_after"] = schemas()
answer["rows_after"] = rows()
print(json.dumps(answer, default=str))
