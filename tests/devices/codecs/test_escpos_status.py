"""Printer answers: the patterns of the handbook, mixed streams, noise, and unknown that never becomes fine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.codecs import escpos_status as es
from devices.codecs.escpos_status import AutoStatus, Block, Paper, PaperByte, PrinterState, StatusByte

READY = PrinterState(online=True, cover_open=False, error=False, cutter_error=False, paper=Paper.OK)


def all_of(data: bytes) -> list[es.Answer]:
    buffer = bytearray(data)
    got = []
    while (answer := es.decode(buffer)) is not None:
        got.append(answer)
    return got


def test_questions():
    assert es.ask(1) == bytes.fromhex("10 04 01")
    assert es.ask(4) == bytes.fromhex("10 04 04")
    assert bytes.fromhex("1D 61 FF") == es.ASB_ON
    assert es.ask_process_id(b"A012") == bytes.fromhex("1D 28 48 06 00 30 30 41 30 31 32")
    with pytest.raises(ValueError, match="does not exist"):
        es.ask(5)
    with pytest.raises(ValueError, match="printable"):
        es.ask_process_id(b"\x00abc")


def test_ready_block_of_the_handbook():
    assert all_of(bytes.fromhex("14 00 00 0F")) == [AutoStatus(bytes.fromhex("14 00 00 0F"))]
    state = es.learn_auto(bytes.fromhex("14 00 00 0F"))
    assert state == READY
    assert state.can_print


def test_four_zeros_are_no_status_block():
    assert AutoStatus(bytes(4)) not in all_of(bytes(4))


def test_a_block_before_the_answer_does_not_become_the_answer():
    # python-escpos reads the first byte of 14 00 00 0F 12 as "no paper"
    assert all_of(bytes.fromhex("14 00 00 0F 12")) == [
        AutoStatus(bytes.fromhex("14 00 00 0F")),
        StatusByte(0x12),
    ]


def test_an_answer_inside_a_broken_block_is_found():
    assert all_of(bytes.fromhex("14 00 12 14 00 00 0F")) == [
        PaperByte(0),
        StatusByte(0x12),
        AutoStatus(bytes.fromhex("14 00 00 0F")),
    ]


def test_blocks_with_text():
    assert all_of(b"\x5fTM-T88\x00\x37\x22A012\x00") == [Block(0x5F, b"TM-T88"), Block(0x37, b"\x22A012")]


def test_an_open_block_waits_but_not_for_ever():
    buffer = bytearray(b"\x5fabc")
    assert es.decode(buffer) is None
    buffer += b"x" * 200
    while es.decode(buffer) is not None:
        pass
    assert len(buffer) < es.MAX_BLOCK


def test_a_split_block_waits():
    buffer = bytearray()
    got = []
    for byte in bytes.fromhex("14 00 00 0F"):
        buffer.append(byte)
        answer = es.decode(buffer)
        got.append(answer)
    assert got[:3] == [None, None, None]
    assert got[3] == AutoStatus(bytes.fromhex("14 00 00 0F"))


def test_nothing_heard_is_not_fine():
    assert not PrinterState().known
    assert not PrinterState().can_print
    almost = PrinterState(online=True, cover_open=False, paper=Paper.OK)
    assert not almost.can_print


@pytest.mark.parametrize(
    ("n", "value", "field", "expected"),
    [
        (1, 0x12, "online", True),
        (1, 0x1A, "online", False),
        (2, 0x16, "cover_open", True),
        (2, 0x32, "paper", Paper.END),
        (2, 0x52, "error", True),
        (3, 0x1A, "cutter_error", True),
        (4, 0x12, "paper", Paper.OK),
        (4, 0x1E, "paper", Paper.NEAR_END),
        (4, 0x72, "paper", Paper.END),
        (4, 0x7E, "paper", Paper.END),
    ],
)
def test_answers_of_the_command_reference(n, value, field, expected):
    assert getattr(es.learn(PrinterState(), n, value), field) is expected


states = st.builds(
    PrinterState,
    online=st.booleans(),
    cover_open=st.booleans(),
    error=st.booleans(),
    cutter_error=st.just(False),
    paper=st.sampled_from((Paper.OK, Paper.NEAR_END, Paper.END)),
)


@given(states)
def test_what_a_printer_says_is_what_is_learnt(state):
    assert all_of(es.encode(es.auto_status_of(state))) == [es.auto_status_of(state)]
    assert es.learn_auto(es.auto_status_of(state).raw) == state
    heard = PrinterState()
    for n in (1, 2, 3, 4):
        (answer,) = all_of(es.encode(es.answer_to(n, state)))
        assert isinstance(answer, StatusByte)
        heard = es.learn(heard, n, answer.value)
    assert heard == state
    (paper,) = all_of(es.encode(es.paper_byte_of(state)))
    assert es.learn_paper(PrinterState(), paper.value).paper is state.paper


@given(st.lists(st.binary(max_size=120), max_size=20))
def test_any_bytes_end_and_memory_stays_bounded(chunks):
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        while es.decode(buffer) is not None:
            pass
        assert len(buffer) <= es.MAX_BLOCK
