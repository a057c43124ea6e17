"""What every codec of a panel has to stand, asked of one after the other by its own test."""

from devices.codecs.codec import Damaged


def all_of(decode, data, step=0):
    """Every frame of `data`, fed whole or in pieces of `step` bytes; damaged ones left out."""
    buffer, got = bytearray(), []
    for piece in [data[at : at + step] for at in range(0, len(data), step)] if step else [data]:
        buffer += piece
        while (frame := decode(buffer)) is not None:
            if not isinstance(frame, Damaged):
                got.append(frame)
    return got


def stands(codec, frame, noise, longest):
    """Whole, byte by byte, behind and before noise, twice in a row; and the buffer stays small."""
    raw = codec.encode(frame)
    assert all_of(codec.decode, raw) == [frame]
    assert all_of(codec.decode, raw, 1) == [frame]
    assert all_of(codec.decode, noise + raw + noise + raw, 3) == [frame, frame]
    assert all_of(codec.decode, raw[:-1] + raw)[-1:] == [frame], "half a frame, then a whole one"
    buffer = bytearray()
    for _ in range(60):
        buffer += raw[:-1]
        while codec.decode(buffer) is not None:
            pass
        assert len(buffer) <= longest
