"""SYN6288 and XFS5152CE frames whole, byte by byte and in noise; texts that try to command the module."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.codecs import voice_bytes as wire
from devices.codecs import voice_syn6288 as syn
from devices.codecs import voice_xfs5152 as xfs
from devices.codecs.codec import Damaged
from tests.devices.codecs.panels import all_of, stands

SAYS = frozenset(wire.Says)
encodings = st.sampled_from([wire.GB2312, wire.GBK, wire.BIG5])
texts = st.binary(min_size=1, max_size=200).map(lambda raw: raw.replace(b"\0", b"0"))
wide = st.text(min_size=1, max_size=90).map(lambda text: text.encode("utf-16-be", "ignore") or b"\0A")
quiet = st.binary(max_size=20).map(lambda noise: bytes(b for b in noise if b != wire.HEAD and b not in SAYS))
replies = st.builds(wire.Reply, st.sampled_from(wire.Says))
syn_frames = st.one_of(
    st.builds(syn.Speak, texts, encodings, st.integers(0, 15)),
    st.builds(syn.Speak, wide, st.just(wire.UNICODE), st.integers(0, 15)),
    st.builds(wire.Order, st.sampled_from(sorted(syn.ORDERS))),
    st.builds(syn.Baud, st.sampled_from(sorted(syn.BAUDS))),
)
xfs_frames = st.one_of(
    st.builds(xfs.Speak, texts, encodings),
    st.builds(xfs.Speak, wide, st.just(wire.UNICODE)),
    st.builds(wire.Order, st.sampled_from(sorted(xfs.ORDERS))),
)


def gb(text):
    return text.encode("gb2312")


@pytest.mark.parametrize(
    ("codec", "frame", "raw"),
    [
        (syn, syn.Speak(gb("宇音天下")), "FD 00 0B 01 00 D3 EE D2 F4 CC EC CF C2 C1"),
        (syn, wire.Order(wire.STATUS), "FD 00 02 21 DE"),
        (syn, wire.Order(wire.STOP), "FD 00 02 02 FD"),
        (syn, wire.Order(wire.PAUSE), "FD 00 02 03 FC"),
        (syn, wire.Order(wire.RESUME), "FD 00 02 04 FB"),
        (syn, wire.Order(wire.SLEEP), "FD 00 02 88 77"),
        (syn, syn.Baud(9600), "FD 00 03 31 00 CF"),
        (syn, syn.Baud(38400), "FD 00 03 31 02 CD"),
        (syn, syn.Speak(b"A", wire.UNICODE, 15), "FD 00 04 01 7B 41 C2"),
        (xfs, xfs.Speak(gb("科大讯飞")), "FD 00 0A 01 00 BF C6 B4 F3 D1 B6 B7 C9"),
        (xfs, wire.Order(wire.STATUS), "FD 00 01 21"),
        (xfs, wire.Order(wire.STOP), "FD 00 01 02"),
        (xfs, wire.Order(wire.PAUSE), "FD 00 01 03"),
        (xfs, wire.Order(wire.RESUME), "FD 00 01 04"),
        (xfs, wire.Order(wire.SLEEP), "FD 00 01 88"),
        (xfs, wire.Order(xfs.WAKE), "FD 00 01 FF"),
        *((codec, wire.Reply(says), f"{says:02X}") for codec in (syn, xfs) for says in wire.Says),
    ],
)
def test_the_frames_of_the_makers(codec, frame, raw):
    assert codec.encode(frame) == bytes.fromhex(raw)
    assert codec.decode(bytearray.fromhex(raw)) == frame


def test_the_two_makes_write_unicode_the_other_way_round():
    assert syn.speech("请", 16, wire.UNICODE).text == "[v16]请".encode("utf-16-be")
    assert xfs.speech("请", 10, wire.UNICODE).text == "[v10]请".encode("utf-16-le")
    assert xfs.speech("請", 5, wire.BIG5) == xfs.Speak(b"[v5]\xbd\xd0", wire.BIG5)
    assert syn.speech("镕", 5, wire.GBK).text == b"[v5]" + "镕".encode("gbk")


@pytest.mark.parametrize(("codec", "most"), [(syn, 200), (xfs, 4096)])
@pytest.mark.parametrize("encoding", [wire.GB2312, wire.GBK, wire.BIG5, wire.UNICODE])
@given(text=st.text(max_size=120) | st.just("[v0]静音[m15]\x1b[s9]").map(str) | st.just("王a" * 2100))
def test_no_text_commands_the_module_or_ends_in_half_a_character(codec, most, encoding, text):
    raw = codec.speech(text, 5, encoding).text
    assert len(raw) <= most
    name = {0: "gb2312", 1: "gbk", 2: "big5", 3: "utf-16-be" if codec is syn else "utf-16-le"}[encoding]
    said = raw.decode(name)
    assert said.startswith("[v5]")
    assert "[" not in said[1:] and said.count("]") == 1
    assert all(char >= " " for char in said)


@pytest.mark.parametrize(
    ("codec", "frame"),
    [
        (syn, syn.Speak(b"")),
        (syn, syn.Speak(b"x" * 201)),
        (syn, syn.Speak(b"x", 4)),
        (syn, syn.Speak(b"x", 0, 16)),
        (syn, syn.Baud(57600)),
        (syn, wire.Order(xfs.WAKE)),
        (xfs, xfs.Speak(b"")),
        (xfs, xfs.Speak(b"x" * 4097)),
        (xfs, xfs.Speak(b"x", -1)),
        (xfs, wire.Order(0x31)),
    ],
)
def test_what_the_wire_cannot_carry_is_refused(codec, frame):
    with pytest.raises(ValueError, match=r"bytes|encoding|music|order|baud"):
        codec.encode(frame)


@given(syn_frames, quiet)
def test_syn6288_frames_stand_the_line(frame, noise):
    stands(syn, frame, noise, longest=syn.LONGEST)


@given(xfs_frames, quiet)
def test_xfs5152_frames_stand_the_line(frame, noise):
    raw = xfs.encode(frame)
    assert all_of(xfs.decode, raw) == all_of(xfs.decode, raw, 1) == [frame]
    assert all_of(xfs.decode, noise + raw + noise + raw, 3) == [frame, frame]


@given(syn_frames | replies, st.integers(0, 7), st.data())
def test_every_flipped_bit_of_a_syn6288_text_is_noticed(frame, bit, data):
    raw = bytearray(syn.encode(frame))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << bit
    assert frame not in all_of(syn.decode, bytes(raw))


@given(st.lists(syn_frames | replies, max_size=6), st.integers(1, 9))
def test_answers_between_and_inside_texts_are_told_apart(frames, step):
    raw = b"".join(map(syn.encode, frames))
    assert all_of(syn.decode, raw, step) == frames


def test_a_long_chain_of_broken_frames_ends():
    chain = bytes.fromhex("FD 00 04 01 00 41") * 5000
    assert all_of(xfs.decode, chain + b"\x41")[-1] == xfs.Speak(b"AA")


def test_a_broken_off_frame_holds_up_the_next_no_longer_than_it_must():
    speak = syn.encode(syn.Speak(gb("请A零一二号到三号窗口")))
    status = syn.encode(wire.Order(wire.STATUS))
    for size in range(1, len(speak)):
        assert all_of(syn.decode, speak[:size] + speak) == [syn.Speak(gb("请A零一二号到三号窗口"))]
    speak = xfs.encode(xfs.Speak(gb("请A零一二号到三号窗口")))
    for size in range(1, len(speak)):
        assert all_of(xfs.decode, speak[:size] + speak) == [xfs.Speak(gb("请A零一二号到三号窗口"))]
    speak = syn.encode(syn.Speak(gb("请A零一二号到三号窗口")))
    assert all_of(syn.decode, speak[:9] + status) == [wire.Order(wire.STATUS)]
    assert all_of(xfs.decode, bytes.fromhex("FD 00 40 01 00") + xfs.encode(wire.Order(wire.STOP))) == [
        wire.Order(wire.STOP)
    ]


@pytest.mark.parametrize(
    ("codec", "raw", "why"),
    [
        (syn, "FD 00 04 01 00 41 B8", "check"),
        (syn, "FD 00 04 01 04 41 BD", "encoding"),
        (syn, "FD 00 03 31 03 CC", "rate"),
        (xfs, "FD 00 04 01 07 41 41", "encoding"),
        (xfs, "FD 00 04 01 00 41 00", "no text"),
    ],
)
def test_damage_has_a_reason(codec, raw, why):
    got = codec.decode(bytearray.fromhex(raw))
    assert isinstance(got, Damaged) and why in got.reason


@pytest.mark.parametrize(("codec", "longest"), [(syn, syn.LONGEST), (xfs, xfs.LONGEST)])
@given(
    pieces=st.lists(
        st.binary(max_size=200) | st.sampled_from([b"\xfd\x00", b"\xfd\x10\x02\x01\x00"]), max_size=30
    )
)
def test_any_bytes_end_and_memory_stays_bounded(codec, longest, pieces):
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while codec.decode(buffer) is not None:
            pass
        assert len(buffer) <= longest
