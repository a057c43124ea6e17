"""IPP, the language of CUPS: what a queue and its jobs are asked and answer. RFC 8010 (encoding), RFC 8011 (meaning).

On our line each message has its length before it, four bytes, high first; over HTTP it is the body of a POST. Both
directions live here, because the pretend scheduler of the tests answers with the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

PRINT_JOB, CANCEL_JOB, GET_JOB, GET_JOBS, GET_PRINTER = 0x0002, 0x0008, 0x0009, 0x000A, 0x000B
OK, NOT_FOUND, NOT_POSSIBLE, NOT_ACCEPTING = 0x0000, 0x0406, 0x0404, 0x0506
FORBIDDEN = frozenset((0x0401, 0x0402, 0x0403))  # forbidden, not authenticated, not authorised
MOST = 1 << 20  # bytes of one message: a slip with a large logo has some 60 kB

OPERATION, JOB, END, PRINTER = 0x01, 0x02, 0x03, 0x04
INTEGER, BOOLEAN, ENUM = 0x21, 0x22, 0x23
TEXT, NAME, KEYWORD, URI, CHARSET, LANGUAGE, MIME = 0x41, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49
_TEXTS = frozenset((TEXT, NAME, KEYWORD, URI, 0x46, CHARSET, LANGUAGE, MIME))
_HEAD = 8  # version, operation or status, request id
_VERSION = b"\x02\x00"

Value = int | bool | str | bytes
Attributes = Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Message:
    """A question or an answer: `code` is the operation asked for, or the status of the answer."""

    code: int
    request: int
    operation: Attributes = field(default_factory=dict)
    groups: tuple[Attributes, ...] = ()  # the printer, or one for each job
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Damaged:
    """Bytes that are no IPP message."""

    reason: str


# The syntax of what we send; what is received says it itself.
_SYNTAX = {
    "attributes-charset": CHARSET,
    "attributes-natural-language": LANGUAGE,
    "printer-uri": URI,
    "device-uri": URI,
    "requesting-user-name": NAME,
    "job-name": NAME,
    "document-format": MIME,
    "job-state": ENUM,
    "printer-state": ENUM,
    "printer-state-message": TEXT,
}


def ask(
    operation: int, request: int, queue: str, data: bytes = b"", **more: Value | tuple[Value, ...]
) -> Message:
    """A question about a queue, with the attributes every question must begin with. `_` in names stands for `-`."""
    first: dict[str, tuple[Value, ...]] = {
        "attributes-charset": ("utf-8",),
        "attributes-natural-language": ("en",),
        "printer-uri": (f"ipp://localhost/printers/{queue}",),
    }
    named = {
        name.replace("_", "-"): value if isinstance(value, tuple) else (value,)
        for name, value in more.items()
    }
    return Message(operation, request, first | named, (), data)


def encode(message: Message) -> bytes:
    """The message with its length before it; ValueError when it is longer than MOST."""
    body = bytearray(_VERSION + message.code.to_bytes(2, "big") + message.request.to_bytes(4, "big"))
    body.append(OPERATION)
    body += _attributes(message.operation)
    for group in message.groups:
        body.append(PRINTER if "printer-state" in group else JOB)
        body += _attributes(group)
    body.append(END)
    body += message.data
    if len(body) > MOST:
        raise ValueError(f"a message of {len(body)} bytes; at most {MOST} are sent")
    return len(body).to_bytes(4, "big") + bytes(body)


def decode(buffer: bytearray) -> Message | Damaged | None:
    """The next message out of `buffer`; None: more bytes are needed. A length that cannot be empties the buffer."""
    if len(buffer) < 4:
        return None
    size = int.from_bytes(buffer[:4], "big")
    if not _HEAD < size <= MOST:
        buffer.clear()
        return Damaged(f"a message of {size} bytes")
    if len(buffer) < 4 + size:
        return None
    body = bytes(buffer[4 : 4 + size])
    del buffer[: 4 + size]
    return _message(body)


def _message(body: bytes) -> Message | Damaged:
    groups: list[tuple[int, dict[str, tuple[Value, ...]]]] = []
    at, name = _HEAD, ""
    while at < len(body) and body[at] != END:
        tag = body[at]
        at += 1
        if tag < 0x10:
            groups.append((tag, {}))
            name = ""
            continue
        named, at = _sized(body, at)
        value, at = _sized(body, at)
        if named is None or value is None or not groups:
            return Damaged("an attribute is cut off")
        name = named.decode("utf-8", "replace") or name
        have = groups[-1][1]
        have[name] = (*(have.get(name, ()) if not named else ()), _value(tag, value))
    if at >= len(body):
        return Damaged("the end of the attributes is missing")
    operation = next((have for tag, have in groups if tag == OPERATION), {})
    others = tuple(have for tag, have in groups if tag in (JOB, PRINTER))
    code, request = int.from_bytes(body[2:4], "big"), int.from_bytes(body[4:8], "big")
    return Message(code, request, operation, others, body[at + 1 :])


def _sized(body: bytes, at: int) -> tuple[bytes | None, int]:
    size = int.from_bytes(body[at : at + 2], "big")
    end = at + 2 + size
    return (body[at + 2 : end] if end <= len(body) else None), end


def _value(tag: int, raw: bytes) -> Value:
    if tag in (INTEGER, ENUM) and len(raw) == 4:
        return int.from_bytes(raw, "big", signed=True)
    if tag == BOOLEAN and len(raw) == 1:
        return raw != b"\x00"
    return raw.decode("utf-8", "replace") if tag in _TEXTS else raw


def _attributes(attributes: Attributes) -> bytes:
    out = bytearray()
    for name, values in attributes.items():
        label = name.encode()
        for value in values:
            tag, raw = _raw(name, value)
            out.append(tag)
            out += len(label).to_bytes(2, "big") + label + len(raw).to_bytes(2, "big") + raw
            label = b""  # a further value of the same attribute
    return bytes(out)


def _raw(name: str, value: Value) -> tuple[int, bytes]:
    if isinstance(value, bool):
        return BOOLEAN, bytes((value,))
    if isinstance(value, int):
        return _SYNTAX.get(name, INTEGER), value.to_bytes(4, "big", signed=True)
    if isinstance(value, str):
        return _SYNTAX.get(name, KEYWORD), value.encode()
    raise ValueError(f"{name} = {value!r} is nothing a question holds")


# --- what a queue and a job say -------------------------------------------------------------------------------------

PENDING, HELD, PROCESSING, STOPPED, CANCELED, ABORTED, COMPLETED = 3, 4, 5, 6, 7, 8, 9
QUEUE_STOPPED = 5


@dataclass(frozen=True, slots=True)
class Queue:
    """What CUPS says of a queue. `reasons` are without their -error, -warning and -report; `direct`: the printer itself
    speaks IPP, so a job that is completed is on paper."""

    stopped: bool
    accepting: bool
    reasons: frozenset[str]
    words: str
    direct: bool


@dataclass(frozen=True, slots=True)
class Job:
    """What CUPS says of a job; `state` is one of PENDING … COMPLETED, 0 where it says none."""

    id: int
    state: int
    name: str


def queue_of(attributes: Attributes) -> Queue:
    """A queue from the attributes of its printer."""
    where = str(_first(attributes, "device-uri", ""))
    return Queue(
        stopped=_first(attributes, "printer-state", 0) == QUEUE_STOPPED,
        accepting=_first(attributes, "printer-is-accepting-jobs", True) is True,
        reasons=frozenset(_plain(attributes.get("printer-state-reasons", ()))),
        words=str(_first(attributes, "printer-state-message", "")),
        direct=where.startswith(("ipp:", "ipps:")) or (where.startswith("dnssd:") and "._ipp" in where),
    )


def job_of(attributes: Attributes) -> Job:
    """A job from its attributes."""
    number, state = _first(attributes, "job-id", 0), _first(attributes, "job-state", 0)
    name = str(_first(attributes, "job-name", ""))
    return Job(number if isinstance(number, int) else 0, state if isinstance(state, int) else 0, name)


def _first(attributes: Attributes, name: str, default: Value) -> Value:
    return (*attributes.get(name, ()), default)[0]


def _plain(reasons: Iterable[Value]) -> Iterable[str]:
    for reason in reasons:
        word = str(reason)
        for end in ("-error", "-warning", "-report"):
            word = word.removesuffix(end)
        if word != "none":
            yield word
