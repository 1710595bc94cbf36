"""Runs contract cases through the real dlt: extract and normalize, no load.

Request: folder, cases: [{name, level, contract, runs: [{table: rows}]}]. Answer: per case and run the error or, per table,
the number of rows and of values in each column.
"""
import glob
import gzip
import json
import os
import sys

import dlt
from dlt.common.schema.exceptions import DataValidationError

request = json.load(sys.stdin)


def resources(run, contract):
    hints = {} if contract is None else {"schema_contract": contract}
    columns = run.get("columns") or {}
    return [dlt.resource(rows, name=name, columns=columns, **hints) for name, rows in run["tables"].items()]


def violation(error):
    while error is not None:
        if isinstance(error, DataValidationError):
            return {"entity": error.schema_entity, "table": error.table_name, "column": error.column_name}
        error = error.__cause__ or error.__context__
    return None


def tables(pipeline, load_id):
    found = {}
    folder = os.path.join(pipeline.working_dir, "load", "normalized", load_id, "new_jobs")
    for path in glob.glob(os.path.join(folder, "*.jsonl*")):
        name = os.path.basename(path).split(".")[0]
        if name.startswith("_dlt"):
            continue
        opened = gzip.open(path, "rt") if path.endswith(".gz") else open(path)
        table = found.setdefault(name, {"rows": 0, "values": {}})
        for line in opened:
            table["rows"] += 1
            for column, value in json.loads(line).items():
                if value is not None and not column.startswith("_dlt"):
                    table["values"][column] = table["values"].get(column, 0) + 1
    return {name: table for name, table in found.items() if table["rows"] > 0}


def play(case, folder):
    # A filesystem takes JSON lines, which are easily counted; nothing is loaded.
    files = dlt.destinations.filesystem(folder)
    pipeline = dlt.pipeline(case["name"], pipelines_dir=folder, destination=files, dataset_name="d")
    results = []
    for run in case["runs"]:
        contract = run["contract"]
        own = contract if case["level"] == "resource" else None

        @dlt.source(name="s", schema_contract=contract if case["level"] == "source" else None)
        def source():
            return resources(run, own)

        try:
            pipeline.extract(source(), schema_contract=contract if case["level"] == "run" else None)
            info = pipeline.normalize()
            results.append({"tables": tables(pipeline, info.loads_ids[-1]) if info.loads_ids else {}})
        except Exception as error:
            results.append({"error": violation(error) or str(error)})
            break
    return results


print(json.dumps({case["name"]: play(case, request["folder"]) for case in request["cases"]}))
