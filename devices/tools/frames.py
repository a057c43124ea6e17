"""Frames of any codec as JSON and back: what `hall devices decode` prints and `encode` takes.

A frame is its dataclass: {"frame": "Standard", "command": 40, …}. Bytes are hex; on the way in they may also be a text,
"gb2312:请3". A codec whose frames are bare texts or bytes has {"frame": "text", "value": …} or {"frame": "bytes", …}.
"""

from __future__ import annotations

import dataclasses
import enum
import json
import typing
from typing import Any

import msgspec

from devices.catalog import Codec, with_damage
from devices.codecs.codec import Damaged
from hall.contract.check import mean

BARE: dict[str, type] = {"text": str, "bytes": bytes}
TEXTS = ("gb2312", "gbk", "utf-8", "ascii")


class WrongFrame(ValueError):
    """JSON that is no frame of this codec; the text says where and what is meant."""


def kinds(codec: Codec) -> dict[str, type]:
    """The frames a codec gives, by their names: what its `decode` is annotated with."""
    told = typing.get_type_hints(with_damage(codec).decode)["return"]
    found = [kind for kind in typing.get_args(told) or (told,) if kind not in (type(None), Damaged)]
    named = {bare: name for name, bare in BARE.items()}
    return {named.get(kind, kind.__name__): kind for kind in found}


def to_json(frame: Any) -> str:
    """One line."""
    if isinstance(frame, str | bytes):
        name = "text" if isinstance(frame, str) else "bytes"
        return json.dumps({"frame": name, "value": _plain(frame)}, ensure_ascii=False)
    values = {field.name: _plain(getattr(frame, field.name)) for field in dataclasses.fields(frame)}
    return json.dumps({"frame": type(frame).__name__, **values}, ensure_ascii=False)


def from_json(codec: Codec, text: str) -> Any:
    """The frame in a line of JSON; WrongFrame in words. Whether the wire can carry it, `encode` says."""
    try:
        told = json.loads(text)
    except ValueError as error:
        raise WrongFrame(f"this is no JSON: {error}") from None
    known = kinds(codec)
    if not isinstance(told, dict) or not isinstance(name := told.pop("frame", None), str):
        raise WrongFrame(f'a frame is an object with "frame": one of {", ".join(known)}')
    if name not in known:
        raise WrongFrame(f"frame {name!r} is not known; {mean(name, known) or 'known: ' + ', '.join(known)}")
    kind = known[name]
    if name in BARE:
        fields: dict[str, Any] = {"value": kind}
    else:
        hints = typing.get_type_hints(kind)
        fields = {field.name: hints[field.name] for field in dataclasses.fields(kind)}
    for field in told:
        if field not in fields:
            raise WrongFrame(
                f"{name} has no {field!r}; {mean(field, fields) or 'it has ' + ', '.join(fields)}"
            )
    values = {field: _read(f"{name}.{field}", value, fields[field]) for field, value in told.items()}
    try:
        if name in BARE:
            return msgspec.convert(values.get("value"), kind, builtin_types=(bytes,))
        return msgspec.convert(values, kind, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        raise WrongFrame(f"{name}: {str(error)[:1].lower()}{str(error)[1:]}") from None


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex(" ").upper()
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _read(place: str, value: Any, hint: Any) -> Any:
    """Hex or a text where bytes are meant; everything else as it is."""
    if bytes not in (hint, *typing.get_args(hint)) or not isinstance(value, str):
        return value
    head, colon, text = value.partition(":")
    try:
        if colon and head in TEXTS:
            return text.encode(head)
        return bytes.fromhex(value)
    except UnicodeEncodeError as error:
        raise WrongFrame(f"{place}: {text[error.start]!r} is not in {head}") from None
    except ValueError:
        raise WrongFrame(
            f'{place}: {value!r} is no hex; write "C7 EB 33", or a text as "gb2312:请3"'
        ) from None
