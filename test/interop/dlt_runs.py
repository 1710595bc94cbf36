"""Runs of a scenario with dlt. The language of scenarios is that of the recorded cases."""
import json
import os
from contextlib import contextmanager

import dlt
from dlt.pipeline.helpers import pipeline_drop

from dlt_dataset import destination_of
from dlt_values import decode, encode

INSTRUCTIONS = (
    "table_name_field materialize_empty raise_after variants steps nested_hints incremental set_state set_source_state"
).split()


def play(where, scenario, index, folder, dataset, name="p"):
    """Does one run in a new instance of the pipeline; what is kept in `folder` is all that it knows of earlier ones."""
    document = json.loads(scenario)["input"]
    run = document["runs"][index]
    with environment(document.get("env") or {}, folder):
        pipeline = open_pipeline(where, folder, dataset, name, document.get("pipeline") or {})
        error = None
        try:
            act(pipeline, document, run)
        except Exception as thrown:
            error = chain(thrown)
        return {"error": error, **left_behind(pipeline, document.get("pipeline") or {}, folder)}


def sync(where, folder, dataset, name="p"):
    """Takes over state and schemas from the destination and nothing else."""
    with environment({}, folder):
        pipeline = open_pipeline(where, folder, dataset, name, {})
        pipeline.sync_destination()
        return left_behind(pipeline, {}, folder)


@contextmanager
def environment(variables, folder):
    before = dict(os.environ)
    os.environ.update(variables)
    os.makedirs(folder, exist_ok=True)
    os.chdir(folder)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def open_pipeline(where, folder, dataset, name, options):
    schemas = {
        key: os.path.join(folder, options[key]) for key in ("import_schema_path", "export_schema_path") if key in options
    }
    return dlt.pipeline(
        name,
        destination=destination_of(where, **(options.get("destination") or {})),
        dataset_name=dataset,
        pipelines_dir=os.path.join(folder, "dlt"),
        **schemas,
    )


def act(pipeline, document, run):
    action = run.get("action") or "run"
    if run.get("before") == "drop_resource":
        if pipeline.first_run:
            pipeline.sync_destination()
        pipeline_drop(pipeline, resources=run.get("drop_names") or [])()
    if action == "none":
        return
    if action == "abort":
        pipeline.abort_packages()
        return
    described = {**(document.get("source") or {}), **(run.get("source") or {})}
    data = source_of(run.get("resources") or [], described, run.get("select"))
    options = {key: run[key] for key in ("refresh", "schema_contract", "loader_file_format") if run.get(key)}
    if action == "run":
        pipeline.run(data, **options)
        return
    pipeline.extract(data, **options)
    if action == "extract_normalize":
        pipeline.normalize()


def source_of(entries, described, select):
    resources = [resource_of(entry) for entry in entries]
    if not described:
        return resources

    @dlt.source(
        name=described.get("name", "p"),
        **{key: described[key] for key in ("max_table_nesting", "root_key", "schema_contract") if key in described},
    )
    def declared():
        return resources

    source = declared()
    for detection in described.get("detections", []):
        source.schema.add_type_detection(detection)
    if "preferred_types" in described:
        source.schema.update_preferred_types(described["preferred_types"])
    return source.with_resources(*select) if select else source


def resource_of(entry):
    hints = dict(entry.get("hints") or {})
    instructions = {key: hints.pop(key, None) for key in INSTRUCTIONS}
    parent = hints.pop("parent_table_name", None)
    if instructions["incremental"]:
        hints["incremental"] = incremental_of(instructions["incremental"])
    if instructions["nested_hints"]:
        hints["nested_hints"] = {
            path if isinstance(path, str) else tuple(path): dlt.mark.make_nested_hints(**nested)
            for path, nested in instructions["nested_hints"]
        }
    if instructions["table_name_field"]:
        field = instructions["table_name_field"]
        hints["table_name"] = lambda item: item[field]
    pages = entry["pages"] if entry.get("pages") is not None else [entry["data"]] if "data" in entry else []

    def read():
        # Asking for a state makes one.
        if instructions["set_state"]:
            dlt.current.resource_state().update(decode(instructions["set_state"]))
        if instructions["set_source_state"]:
            dlt.current.source_state().update(decode(instructions["set_source_state"]))
        raise_after = instructions["raise_after"]
        if instructions["variants"]:
            for variant in instructions["variants"]:
                yield dlt.mark.with_hints(
                    decode(variant["item"]),
                    dlt.mark.make_hints(**variant["hints"]),
                    create_table_variant=variant.get("create_table_variant", False),
                )
            return
        for index, page in enumerate(pages):
            if raise_after == index:
                raise RuntimeError("source failed on purpose")
            yield decode(page)
        if instructions["materialize_empty"]:
            yield dlt.mark.materialize_table_schema()
        if raise_after is not None and raise_after >= len(pages):
            raise RuntimeError("source failed on purpose")

    resource = dlt.resource(read, name=entry["name"], selected=entry.get("selected", True), **hints)
    if parent:
        resource.apply_hints(parent_table_name=parent)
    for step in instructions["steps"] or []:
        add_step(resource, step)
    return resource


def incremental_of(described):
    options = {key: decode(value) for key, value in described.items()}
    if options.get("last_value_func") == "min":
        options["last_value_func"] = min
    return dlt.sources.incremental(**options)


def add_step(resource, step):
    field = step.get("field") or step.get("column") or step.get("key")
    value = decode(step.get("value"))
    if step["op"] == "yield_twice":
        resource.add_yield_map(lambda row: iter((row, row)))
    elif step["op"] == "filter_gt":
        resource.add_filter(lambda row: row[field] > value)
    elif step["op"] == "map_set":
        resource.add_map(lambda row: {**row, field: value})
    elif step["op"] == "add_limit":
        resource.add_limit(step.get("max_items") or step.get("n") or step.get("limit") or value)
    else:
        raise ValueError(f"unsupported: step {step['op']}")


def chain(error):
    types, messages = [], []
    while error is not None and len(types) < 10:
        types.append(type(error).__name__)
        messages.append(str(error))
        error = error.__cause__ or error.__context__
    return {"types": types, "messages": messages}


def left_behind(pipeline, options, folder):
    trace = pipeline.last_trace
    normalized = trace.last_normalize_info if trace else None
    exported = {}
    if "export_schema_path" in options:
        path = os.path.join(folder, options["export_schema_path"])
        for file in os.listdir(path) if os.path.isdir(path) else []:
            with open(os.path.join(path, file), encoding="utf8") as text:
                exported[file] = text.read()
    state = pipeline.state
    return {
        "schemas": {name: encode(schema.to_dict()) for name, schema in pipeline.schemas.items()},
        "state": encode(state.get("sources") or {}, floats=False),
        "pipeline": {
            "first_run": pipeline.first_run,
            **{
                key: state.get(key)
                for key in ("_state_version", "_version_hash", "schema_names", "default_schema_name", "dataset_name")
            },
        },
        "row_counts": normalized.row_counts if normalized else None,
        "exported": exported,
    }
