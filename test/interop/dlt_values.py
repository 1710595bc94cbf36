"""Values that JSON cannot carry, with the tags that the recorded cases use."""
import base64
from datetime import date, datetime, time, timezone
from decimal import Decimal
from uuid import UUID

from dlt.common.wei import Wei

DECODERS = {
    "$decimal": Decimal,
    "$wei": Wei,
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$time": time.fromisoformat,
    "$bytes": base64.b64decode,
    "$uuid": UUID,
    "$int": int,
    "$float": float,
}


def decode(value):
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((tag, text),) = value.items()
        if tag in DECODERS and isinstance(text, str):
            return DECODERS[tag](text)
    return {key: decode(item) for key, item in value.items()}


def encode(value, floats=True):
    """`floats`: whether 2.0 is told from 2."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return value if abs(value) <= 2**53 - 1 else {"$int": str(value)}
    if isinstance(value, float):
        if value != value:
            return {"$float": "nan"}
        if value in (float("inf"), float("-inf")):
            return {"$float": "inf" if value > 0 else "-inf"}
        return number(value, floats)
    if isinstance(value, Wei):
        return {"$wei": str(value)}
    if isinstance(value, Decimal):
        return {"$decimal": format(value, "f")}
    if isinstance(value, datetime):
        aware = value if value.tzinfo is None else value.astimezone(timezone.utc)
        return {"$datetime": aware.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, time):
        return {"$time": value.isoformat()}
    if isinstance(value, UUID):
        return {"$uuid": str(value)}
    if isinstance(value, (bytes, memoryview)):
        return {"$bytes": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, dict):
        return {str(key): encode(item, floats) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [encode(item, floats) for item in value]
    raise TypeError(f"no tag for {type(value)}")


def number(value, floats):
    if not value.is_integer():
        return value
    if not floats:
        return int(value)
    return {"$float": str(int(value)) if abs(value) < 1e21 else repr(value)}
