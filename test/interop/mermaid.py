"""Draws a stored schema with the real dlt: reads the schema as JSON from stdin, prints the drawings as JSON."""
import json
import sys

from dlt.common.schema import Schema

schema = Schema.from_stored_schema(json.load(sys.stdin))
print(json.dumps({"mermaid": schema.to_mermaid()}))
