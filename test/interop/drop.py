"""Begins a dataset with the real dlt, or drops from one: reads one JSON request from stdin, prints one JSON answer.

Request: action (begin | drop), file, pipelines_dir, and for drop the arguments of dlt's `pipeline_drop`.
"""
import json
import sys

import dlt
from dlt.pipeline.helpers import pipeline_drop

request = json.load(sys.stdin)
pipeline = dlt.pipeline(
    "shop_pipeline",
    destination=dlt.destinations.duckdb(request["file"]),
    dataset_name="shop_data",
    pipelines_dir=request["pipelines_dir"],
)


@dlt.source(name="shop")
def shop():
    @dlt.resource
    def users():
        dlt.current.source_state().update(
            {"tokens": {"a": 1, "b": {"c": [1, 2, 3]}}, "note": "x"}
        )
        dlt.current.resource_state().update({"page": 3, "seen": [{"id": 1}, {"id": 2}]})
        yield [{"id": 1, "tags": ["a", "b"]}]

    @dlt.resource
    def user_events(at=dlt.sources.incremental("at", initial_value=0)):
        yield [{"at": 1, "user": 1}]

    @dlt.resource(write_disposition="merge", primary_key="id")
    def orders():
        dlt.current.resource_state()["page"] = 7
        yield [{"id": 1, "items": [{"sku": "x", "sizes": [1]}]}]

    return users, user_events, orders


if request["action"] == "begin":
    pipeline.run(shop())
    print(json.dumps({}))
    sys.exit()

pipeline.sync_destination()
drop = pipeline_drop(pipeline, **request["arguments"])
info = {key: value for key, value in drop.info.items() if key != "resource_pattern"}
if not drop.is_empty:
    drop()
with pipeline.sql_client() as client:

    def rows(sql):
        with client.execute_query(sql) as cursor:
            return [list(row) for row in cursor.fetchall()]

    answer = {
        "info": info,
        "sources": pipeline.state["sources"],
        "schema": json.loads(json.dumps(pipeline.default_schema.to_dict())),
        "tables": [
            row[0]
            for row in rows(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'shop_data' ORDER BY 1"
            )
        ],
        "versions": rows("SELECT version, schema_name, version_hash FROM _dlt_version ORDER BY version"),
        "states": rows("SELECT version FROM _dlt_pipeline_state ORDER BY _dlt_load_id"),
        "loads": rows("SELECT count(*) FROM _dlt_loads")[0][0],
    }
print(json.dumps(answer, default=str))
