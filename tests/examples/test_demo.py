"""The demo's configuration is the manual of the file: it names every key there is."""

import re
import typing
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from hall.contract.config import HallConfig, PolicyPart

MANUAL = "examples/demo/hall.toml"


def parts_of(kind: object) -> Iterator[type[msgspec.Struct]]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
    for inner in typing.get_args(kind):
        yield from parts_of(inner)


def keys(part: type[msgspec.Struct], table: str = "") -> Iterator[tuple[str, str]]:
    """(table, key) of a part and of all below it; a policy pack's stand in `hall packs show`."""
    for field in msgspec.structs.fields(part):
        yield table, field.encode_name
        for inner in parts_of(field.type):
            if inner is not PolicyPart:
                yield from keys(inner, field.encode_name)


@pytest.mark.parametrize(("table", "key"), sorted(set(keys(HallConfig))))
def test_the_manual_names_every_key(root: Path, table: str, key: str) -> None:
    text = (root / MANUAL).read_text("utf-8")
    assert re.search(rf"\b{key}\b", text), f"[{table}] {key} stands nowhere in {MANUAL}"
