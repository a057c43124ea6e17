"""The facts as bytes and back. What does not fit is refused in words: a hall never opens on a guess."""

import msgspec

from hall.contract.config import HallConfig
from hall.domain.facts import Facts
from hall.domain.state import Hall

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Facts)


def freeze(hall: Hall) -> bytes:
    """The facts, msgpack. The configuration is not part of it."""
    return _ENCODER.encode(hall.facts)


def thaw(data: bytes, config: HallConfig) -> Hall:
    """A hall with these facts under this configuration. Raises ValueError."""
    try:
        return Hall(config, _DECODER.decode(data))
    except msgspec.MsgspecError as exc:
        raise ValueError(f"the snapshot does not fit this version: {exc}") from exc
