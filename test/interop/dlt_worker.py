"""Plays scenarios with the real dlt: one JSON request a line on stdin, one JSON answer a line on stdout.

Importing dlt costs seconds, so one process answers all requests of a test file. `op` names a function of OPERATIONS.
"""
import json
import sys
import traceback

from dlt_dataset import read_relations
from dlt_runs import play, sync

OPERATIONS = {
    "play": play,
    "sync": sync,
    "read_relations": read_relations,
}


def answers():
    for line in sys.stdin:
        request = json.loads(line)
        try:
            yield {"answer": OPERATIONS[request.pop("op")](**request)}
        except BaseException:
            yield {"failed": traceback.format_exc()[-4000:]}


# What dlt itself prints must not be taken for an answer.
out, sys.stdout = sys.stdout, sys.stderr
for one in answers():
    out.write(json.dumps(one) + "\n")
    out.flush()
