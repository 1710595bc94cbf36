"""Loads one workload with dlt, tuned as its own documents say: two workers, rotation, no compression, the given file format.

usage: dlt_load.py DATA.jsonl OUT_FOLDER TABLE ROWS --destination NAME --address PATH_OR_URL --format FORMAT [--strategy STRATEGY]
With a strategy it merges by `id`; `--untuned` leaves all settings and the format as they are by default. The last line of stdout
is one JSON object.
"""

import argparse
import itertools
import json
import os
import resource
import sys
import time

parser = argparse.ArgumentParser()
parser.add_argument("data")
parser.add_argument("out")
parser.add_argument("table")
parser.add_argument("rows", type=int)
parser.add_argument("--destination", default="duckdb")
parser.add_argument("--address", default="")
parser.add_argument("--format")
parser.add_argument("--strategy")
parser.add_argument("--untuned", action="store_true")
given = parser.parse_args()
os.environ.update(
    DLT_DATA_DIR=f"{given.out}/data",
    RUNTIME__DLTHUB_TELEMETRY="false",
    RUNTIME__LOG_LEVEL="ERROR",
)
if not given.untuned:
    os.environ.update(
        NORMALIZE__WORKERS="2",
        LOAD__WORKERS="4",
        DATA_WRITER__BUFFER_MAX_ITEMS="50000",
        SOURCES__DATA_WRITER__FILE_MAX_ITEMS=str(max(10_000, given.rows // 8)),
        NORMALIZE__DATA_WRITER__FILE_MAX_ITEMS="100000",
        DATA_WRITER__DISABLE_COMPRESSION="true",
        NORMALIZE__DATA_WRITER__DISABLE_COMPRESSION="true",
    )

import dlt
import duckdb
import orjson


def pages():
    with open(given.data, "rb") as lines:
        while page := [orjson.loads(line) for line in itertools.islice(lines, 1000)]:
            yield page


def cpu_seconds():
    usages = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def destination():
    if given.destination == "filesystem":
        return dlt.destinations.filesystem(bucket_url=f"file://{given.address}")
    return getattr(dlt.destinations, given.destination)(given.address)


def main():
    start = time.perf_counter()
    pipeline = dlt.pipeline(
        "bench",
        destination=destination(),
        dataset_name="bench",
        pipelines_dir=f"{given.out}/pipelines",
    )
    merged = {}
    if given.strategy:
        merged = {"primary_key": "id", "write_disposition": {"disposition": "merge", "strategy": given.strategy}}
    pipeline.run(dlt.resource(pages(), name=given.table, **merged), loader_file_format=given.format)
    wall = time.perf_counter() - start
    versions = {"dlt": dlt.__version__, "duckdb beside dlt": duckdb.__version__, "python": sys.version.split()[0]}
    print(json.dumps({"wallS": wall, "cpuS": cpu_seconds(), "versions": versions}), flush=True)


if __name__ == "__main__":
    main()
