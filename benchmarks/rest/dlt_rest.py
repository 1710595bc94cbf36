"""Loads the same API with dlt's REST source.

usage: dlt_rest.py URL pages|parents WORKERS OUT_FOLDER; WORKERS 0: dlt's default. The last line of stdout is one JSON object.
"""

import json
import os
import resource
import sys
import time
import urllib.request

base, shape, workers, out = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
os.environ.update(DLT_DATA_DIR=f"{out}/data", RUNTIME__DLTHUB_TELEMETRY="false", RUNTIME__LOG_LEVEL="ERROR")
os.environ.update(
    NORMALIZE__WORKERS="2",
    LOAD__WORKERS="4",
    DATA_WRITER__DISABLE_COMPRESSION="true",
    NORMALIZE__DATA_WRITER__DISABLE_COMPRESSION="true",
)
if workers:
    os.environ["EXTRACT__WORKERS"] = str(workers)
    os.environ["EXTRACT__MAX_PARALLEL_ITEMS"] = str(max(20, workers))

import dlt
import duckdb
from dlt.sources.rest_api import rest_api_source


def cpu_seconds():
    usages = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main():
    paginator = {"type": "cursor", "cursor_path": "next_cursor", "cursor_param": "cursor"}
    if shape == "pages":
        resources = [{"name": "w", "endpoint": {"path": "issues", "data_selector": "data", "paginator": paginator}}]
    else:
        detail = {"path": "detail/{resources.parents.id}", "data_selector": "$", "paginator": "single_page"}
        resources = [
            {"name": "parents", "endpoint": {"path": "parents", "data_selector": "data", "paginator": paginator}},
            {"name": "w", "parallelized": True, "endpoint": detail},
        ]
    source = rest_api_source({"client": {"base_url": base}, "resources": resources}, name="bench")
    pipeline = dlt.pipeline(
        "bench",
        destination=dlt.destinations.duckdb(f"{out}/out.duckdb"),
        dataset_name="bench",
        pipelines_dir=f"{out}/pipelines",
    )
    pipeline.run(source, loader_file_format="parquet")
    done_at = time.time() * 1000
    with urllib.request.urlopen(f"{base}/stats") as answer:
        first = json.load(answer)["asked"][0]
    versions = {"dlt": dlt.__version__, "duckdb beside dlt": duckdb.__version__, "python": sys.version.split()[0]}
    print(json.dumps({"wallS": (done_at - first) / 1000, "cpuS": cpu_seconds(), "versions": versions}), flush=True)


if __name__ == "__main__":
    main()
