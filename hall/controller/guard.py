"""No ID number and no mobile number in the words of a command: they go into the journal, and some onto the wall.

Every text of every command is looked through but those named in `NOT_LOOKED_AT`, so a new field cannot be forgotten.
What a person writes is refused with words (supervision.md §2.6); what a machine reports goes on with *** in its place,
because a report that is refused would leave a fault unseen.
"""

from collections.abc import Callable, Container
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, get_args

import msgspec

from hall.contract.base import Actor, Role, Text
from hall.contract.devices import HostAlive
from hall.contract.person_numbers import LEAST, PersonNumber, held, struck
from hall.contract.unions import Command
from hall.domain.refusal import Refusal

NOT_LOOKED_AT = {
    "attest": "what identifies; the door seals it",
    "rows": "bookings; the door seals them, and the rules look at their ids",
    "pin": "checked and removed by the door",
    "ticket": "an id the hall gave; another one is refused",
    "booking": "an id that was looked at when it was imported",
    "token": "drawn by the hall, at random",
    "handle": "drawn by the hall, at random",
    "reading": "drawn by the hall, at random",
    "job": "an id the hall gave",
    "shows": "the id of a job the hall gave",
    "sm3": "a checksum",
    "groups": "the catalogue, published, with telephones of service desks",
    "services": "the catalogue, published, with telephones of service desks",
}
_SERIALS = ("case",)  # 办件编号, mostly a long run of digits
_MACHINES = (Role.DEVICE, Role.CAMERA)
_NAMES = {
    "note": Text("备注", "the note"),
    "reason": Text("原因", "the reason"),
    "case": Text("办件编号", "the case number"),
    "source": Text("来源", "the source"),
    "item": Text("问题类别", "the kind of problem"),
    "staff": Text("工号", "the staff number"),
}
_KINDS = {PersonNumber.ID: "身份证号", PersonNumber.MOBILE: "手机号"}
_C = TypeVar("_C")
_Reader = Callable[[Command], tuple[Any, ...]]


@cache
def looked_at(kind: type) -> tuple[str, ...]:
    """The fields of a command that hold text, alone or somewhere inside, and are looked through."""
    fields = msgspec.structs.fields(kind)
    return tuple(x.name for x in fields if x.name not in NOT_LOOKED_AT and _has_text(x.type))


@cache
def _readers(kind: type) -> tuple[_Reader, _Reader]:
    """Read the fields of `looked_at` in one go: those that are one text each, and the others."""
    plain = {x.name for x in msgspec.structs.fields(kind) if x.type is str}
    names = looked_at(kind)
    return _reader(*(x for x in names if x in plain)), _reader(*(x for x in names if x not in plain))


def _reader(*names: str) -> _Reader:
    if len(names) > 1:
        return attrgetter(*names)
    return (lambda command: (getattr(command, names[0]),)) if names else (lambda command: ())


def guard(command: Command, by: Actor, now: int, staff: Container[str]) -> Command:
    """The command as it may go on at hall time `now` (ms). Whose id in `staff` looks like a number is known by it, and
    the hall chose it. Raises Refusal "person_number", saying which field and not which number."""
    texts, others = _readers(type(command))
    if max(map(len, texts(command)), default=0) < LEAST and not any(others(command)):
        return command  # as nearly all: too short for a number of a person
    return _cleaned(command, by, now, staff)


def _cleaned(command: Command, by: Actor, now: int, staff: Container[str]) -> Command:
    """What may hold a number is looked at word by word."""
    machine = by.role in _MACHINES or type(command) is HostAlive
    clean: dict[str, object] = {}
    for field in looked_at(type(command)):
        value = getattr(command, field)
        if not value or (type(value) is str and (len(value) < LEAST or value in staff)):
            continue
        if machine:
            if (said := _struck(value, now)) != value:
                clean[field] = said
        elif (kind := _held(value, now, field in _SERIALS)) is not None:
            raise _refusal(field, kind)
    return msgspec.structs.replace(command, **clean) if clean else command


def _refusal(field: str, kind: PersonNumber) -> Refusal:
    where, what = _NAMES.get(field, Text(f"“{field}”一栏", f"the field {field}")), _KINDS[kind]
    return Refusal(
        "person_number",
        f"{where.zh}里像有{what}，请不要写身份证号或手机号",
        f"Write no ID or mobile number in {where.en}.",
    )


def _held(value: Any, now: int, serial: bool) -> PersonNumber | None:
    if isinstance(value, str):
        return held(value, now, serial)
    if isinstance(value, tuple):
        return next((kind for x in value if (kind := _held(x, now, serial)) is not None), None)
    if isinstance(value, msgspec.Struct):
        return _held(msgspec.structs.astuple(value), now, serial)
    return None


def _struck(value: _C, now: int) -> _C:
    """The same with nothing of a person in it."""
    made: Any = value
    if isinstance(value, str):
        made = struck(value, now)
    elif isinstance(value, tuple):
        made = tuple(_struck(x, now) for x in value)
    elif isinstance(value, msgspec.Struct):
        changed = {
            x: _struck(getattr(value, x), now) for x in value.__struct_fields__ if x not in NOT_LOOKED_AT
        }
        made = msgspec.structs.replace(value, **changed)
    return made


def _has_text(kind: Any, inside: tuple[Any, ...] = ()) -> bool:
    if kind is str:
        return True
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        fields = msgspec.structs.fields(kind) if kind not in inside else ()
        return any(_has_text(x.type, (*inside, kind)) for x in fields)
    return any(_has_text(x, inside) for x in get_args(kind))
