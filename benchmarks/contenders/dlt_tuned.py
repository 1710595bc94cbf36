"""Loads one workload with dlt, tuned as its own documents say: parquet, two workers, rotation, no compression.

usage: dlt_tuned.py DATA.jsonl OUT_FOLDER TABLE ROWS [STRATEGY]; with a strategy it merges by `id`. The last line of stdout is one JSON object.
"""

import itertools
import json
import os
import resource
import sys
import time

data, out, table, rows = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
strategy = sys.argv[5] if len(sys.argv) > 5 else None
os.environ.update(
    DLT_DATA_DIR=f"{out}/data",
    RUNTIME__DLTHUB_TELEMETRY="false",
    RUNTIME__LOG_LEVEL="ERROR",
    NORMALIZE__WORKERS="2",
    LOAD__WORKERS="4",
    DATA_WRITER__BUFFER_MAX_ITEMS="50000",
    SOURCES__DATA_WRITER__FILE_MAX_ITEMS=str(max(10_000, rows // 8)),
    NORMALIZE__DATA_WRITER__FILE_MAX_ITEMS="100000",
    DATA_WRITER__DISABLE_COMPRESSION="true",
    NORMALIZE__DATA_WRITER__DISABLE_COMPRESSION="true",
)

import dlt
import duckdb
import orjson


def pages():
    with open(data, "rb") as lines:
        while page := [orjson.loads(line) for line in itertools.islice(lines, 1000)]:
            yield page


def cpu_seconds():
    usages = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main():
    start = time.perf_counter()
    pipeline = dlt.pipeline(
        "bench",
        destination=dlt.destinations.duckdb(f"{out}/out.duckdb"),
        dataset_name="bench",
        pipelines_dir=f"{out}/pipelines",
    )
    merged = {}
    if strategy:
        merged = {"primary_key": "id", "write_disposition": {"disposition": "merge", "strategy": strategy}}
    pipeline.run(dlt.resource(pages(), name=table, **merged), loader_file_format="parquet")
    wall = time.perf_counter() - start
    versions = {"dlt": dlt.__version__, "duckdb beside dlt": duckdb.__version__, "python": sys.version.split()[0]}
    print(json.dumps({"wallS": wall, "cpuS": cpu_seconds(), "versions": versions}), flush=True)


if __name__ == "__main__":
    main()
