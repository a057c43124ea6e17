"""The smallest ONNX models, written byte by byte: a picture goes in, its mean colours come out, as often as wanted.

Field numbers are those of onnx.proto (ONNX, Apache-2.0 specification, IR version 8, operator set 13).
"""

import struct
from pathlib import Path

FLOAT, INT64 = 1, 7


def _varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
    return out + bytes([value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _value(name: str, *dims: int) -> bytes:
    """ValueInfoProto of a float tensor."""
    shape = b"".join(_bytes(1, _number(1, dim)) for dim in dims)
    return _bytes(1, name) + _bytes(2, _bytes(1, _number(1, FLOAT) + _bytes(2, shape)))


def _tensor(name: str, values: list[float], *dims: int) -> bytes:
    raw = struct.pack(f"<{len(values)}f", *values)
    return b"".join(_number(1, dim) for dim in dims) + _number(2, FLOAT) + _bytes(8, name) + _bytes(9, raw)


def _node(kind: str, inputs: tuple[str, ...], output: str, attributes: bytes = b"") -> bytes:
    return b"".join(_bytes(1, x) for x in inputs) + _bytes(2, output) + _bytes(4, kind) + attributes


def _model(nodes: list[bytes], tensors: list[bytes], given: bytes, gives: bytes) -> bytes:
    graph = (
        b"".join(_bytes(1, x) for x in nodes) + _bytes(2, "tiny") + b"".join(_bytes(5, x) for x in tensors)
    )
    graph += _bytes(11, given) + _bytes(12, gives)
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _bytes(1, "") + _number(2, 13))


def encoder(path: Path, px: int = 112, dim: int = 32) -> Path:
    """1 x 3 x px x px in, 1 x dim out: sums of the four corners' colours, by one convolution and a mean."""
    half = px // 2
    weights = [((n * 37 + c * 11) % 17 - 8) / 8 for n in range(dim // 4) for c in range(3)]
    strides = _bytes(5, _ints("strides", 1, 1)) + _bytes(5, _ints("kernel_shape", 1, 1))
    pooled = _bytes(5, _ints("kernel_shape", half, half)) + _bytes(5, _ints("strides", half, half))
    flat = _bytes(5, _bytes(1, "axis") + _number(3, 1) + _number(20, 2))
    nodes = [
        _node("Conv", ("in", "w"), "a", strides),
        _node("AveragePool", ("a",), "b", pooled),
        _node("Flatten", ("b",), "out", flat),
    ]
    tensors = [_tensor("w", weights, dim // 4, 3, 1, 1)]
    path.write_bytes(_model(nodes, tensors, _value("in", 1, 3, px, px), _value("out", 1, dim)))
    return path


def yolo(path: Path, px: int = 64, rows: list[list[float]] | None = None) -> Path:
    """1 x 3 x px x px in, 1 x 5 x N out: whatever is seen, always these rows (middle x, y, width, height, score)."""
    rows = rows or [[20, 30, 10, 20, 0.9]]
    values = [row[n] for n in range(5) for row in rows]
    nodes = [
        _node("GlobalAveragePool", ("in",), "a"),
        _node("Conv", ("a", "w", "b"), "c", _bytes(5, _ints("kernel_shape", 1, 1))),
        _node("Reshape", ("c", "shape"), "out"),
    ]
    count = len(values)
    shape = b"".join(struct.pack("<q", n) for n in (1, 5, len(rows)))
    tensors = [
        _tensor("w", [0.0] * (3 * count), count, 3, 1, 1),
        _tensor("b", values, count),
        _number(1, 3) + _number(2, 7) + _bytes(8, "shape") + _bytes(9, shape),
    ]
    path.write_bytes(_model(nodes, tensors, _value("in", 1, 3, px, px), _value("out", 1, 5, len(rows))))
    return path


def _ints(name: str, *values: int) -> bytes:
    """AttributeProto of type INTS."""
    return _bytes(1, name) + b"".join(_number(8, v) for v in values) + _number(20, INT64)
