"""Bytes of the bus: how questions, answers, views and beats are written; docs/bus.md says it for other languages."""

import os
import re
import zlib

import msgspec

from hall.contract.base import Word
from hall.contract.unions import Answer, Ask, Question, Recorded
from hall.contract.views import View
from hall.contract.views_host import HostMail

MAX_BYTES = 64 * 1024  # a question above this is refused with words
MAX_LIST = 16 * 1024 * 1024  # of an administrator, unpacked: a whole item list goes as one command
PACKED = b"x"  # first byte of a zlib stream (RFC 1950, CM 8, CINFO 7); no msgpack map begins so
MAX_FRAME = 1024 * 1024  # above this the connection is dropped before the frame is even read
END = b"\0"  # closes a topic, because subscriptions match by prefix and kiosk-1 is one of kiosk-10
BEAT = "beat"
EVENTS = "event"


class Beat(Word, frozen=True):
    """Published every second on topic "beat", so that a follower can tell a dead controller from a quiet hall.
    `seq` is the newest journal seq, `at` the hall's time."""

    at: int
    seq: int


_ID = re.compile(r"[0-9a-f]{32}").fullmatch
_encode = msgspec.msgpack.Encoder().encode
_question: msgspec.msgpack.Decoder[Question] = msgspec.msgpack.Decoder(Question)
_answer: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)
_published: msgspec.msgpack.Decoder[View | HostMail | Recorded | Beat] = msgspec.msgpack.Decoder(
    View | HostMail | Recorded | Beat
)
_id_only = msgspec.msgpack.Decoder(dict[str, msgspec.Raw])


def encode(word: Word | Question | Answer | View) -> bytes:
    """One msgpack map; the key "type" names the word."""
    return _encode(word)


def pack(data: bytes) -> bytes:
    """A long question of an administrator as it goes over the line: zlib."""
    return zlib.compress(data, 6)


def unpack(data: bytes) -> bytes:
    """A packed question as it was; as it is where it is not packed, or holds more than MAX_LIST. Unpacking ends there,
    so that a small frame cannot fill the memory. For administrators alone: nobody else may send long questions."""
    if data[:1] != PACKED:
        return data
    stream = zlib.decompressobj()
    try:
        found = stream.decompress(data, MAX_LIST)
    except zlib.error:
        return data
    return found if stream.eof else data


def decode_question(data: bytes | memoryview) -> Question:
    """Raises msgspec.ValidationError or DecodeError; see `id_of` for the id to answer to."""
    return _question.decode(data)


def decode_answer(data: bytes | memoryview) -> Answer:
    return _answer.decode(data)


def decode_published(data: bytes | memoryview) -> View | HostMail | Recorded | Beat:
    return _published.decode(data)


def id_of(data: bytes | memoryview) -> str:
    """The id of a question that could not be decoded, if it has one; "" otherwise. Never raises."""
    try:
        found = msgspec.msgpack.decode(_id_only.decode(data)["id"], type=str)
    except (msgspec.MsgspecError, KeyError, UnicodeDecodeError):
        return ""
    return found if is_id(found) else ""


def new_id(now_ms: int) -> str:
    """32 hex digits, ordered by time (48 bits of ms, then chance): the journal's index only grows at its end."""
    return f"{now_ms & 0xFFFF_FFFF_FFFF:012x}{os.urandom(10).hex()}"


def is_id(text: str) -> bool:
    """Is this a command id: 32 lower-case hex digits?"""
    return _ID(text) is not None


def topic_frame(topic: str) -> bytes:
    """The first frame of a publication and the body of a subscription."""
    return topic.encode() + END


__all__ = [
    "BEAT", "END", "EVENTS", "MAX_BYTES", "MAX_FRAME", "MAX_LIST", "PACKED", "Ask", "Beat", "decode_answer",
    "decode_published", "decode_question", "encode", "id_of", "is_id", "new_id", "pack", "topic_frame", "unpack",
]  # fmt: skip
