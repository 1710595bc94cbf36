"""Destinations of the scenarios, and what stands in a dataset."""
import dlt
from dlt_values import encode


def destination_of(where, **options):
    if where["kind"] == "duckdb":
        return dlt.destinations.duckdb(where["file"], **options)
    return dlt.destinations.postgres(where["url"], **options)


def make_database(url, name):
    """A new, empty PostgreSQL database."""
    import psycopg2

    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
    finally:
        connection.close()


def read_dataset(url, dataset):
    """All tables of a PostgreSQL dataset: columns in order with their types, and rows with tagged values."""
    import psycopg2

    connection = psycopg2.connect(url)
    tables = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET TimeZone = 'UTC'")
            cursor.execute(
                """SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull
                   FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE n.nspname = %s AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
                   ORDER BY c.relname, a.attnum""",
                (dataset,),
            )
            for table, column, kind, nullable in cursor.fetchall():
                tables.setdefault(table, {"columns": [], "rows": []})["columns"].append([column, kind, nullable])
            for table, found in tables.items():
                names = [column for column, _, _ in found["columns"]]
                columns = ", ".join(
                    f'"{name}"::text' if kind.startswith("json") else f'"{name}"' for name, kind, _ in found["columns"]
                )
                cursor.execute(f'SELECT {columns} FROM "{dataset}"."{table}"')
                found["rows"] = [
                    {name: encode(value) for name, value in zip(names, row)} for row in cursor.fetchall()
                ]
    finally:
        connection.close()
    return tables


def read_relations(where, dataset, folder, queries, name="p"):
    """Reads through dlt's own dataset: row counts, and the rows of each query."""
    from dlt_runs import environment, open_pipeline

    with environment({}, folder):
        pipeline = open_pipeline(where, folder, dataset, name, {})
        pipeline.sync_destination()
        data = pipeline.dataset()
        return {
            "tables": sorted(data.tables),
            "row_counts": dict(data.row_counts(dlt_tables=True).fetchall()),
            "rows": [[encode(list(row)) for row in relation(data, query).fetchall()] for query in queries],
        }


def relation(data, query):
    found = data.table(query["table"])
    if "select" in query:
        found = found.select(*query["select"])
    for column, operator, value in query.get("where", []):
        found = found.where(column, operator, value)
    for column in query.get("order_by", []):
        found = found.order_by(column)
    return found.limit(query["limit"]) if "limit" in query else found
