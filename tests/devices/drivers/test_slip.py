"""What stands on a slip: both languages, no more of the visitor than four digits, no question mark in a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.drivers.slip import DOTS, Code, Gap, Row, Rule, _wrapped, cells, encode
from devices.drivers.slip_template import STANDARD, read
from devices.simulator._escpos_stream import Char, Order, take
from hall.contract.base import Text
from hall.contract.devices import Slip

SLIP = {
    "hall": Text("新密市政务服务中心", "Xinmi Government Service Centre"),
    "number": "A012",
    "service": Text("社会保险", "Social insurance"),
    "place": Text("2楼 B区 3–8号窗口", "2F Zone B, windows 3–8"),
    "way": Text("出电梯右转", "Right from the lift"),
    "ahead": 3,
    "low_min": 10,
    "high_min": 25,
    "known": True,
    "rough": False,
    "at": 1_795_222_800_000,
    "qr": "TOKEN",
}


def slip(**changes):
    return Slip(**{**SLIP, **changes})


def layout(slip, width):
    return read(STANDARD, width).pieces(slip, width)


def words(**changes):
    return "\n".join(piece.text for piece in layout(slip(**changes), 80) if isinstance(piece, Row))


def orders(data):
    buffer, out = bytearray(data), []
    kanji = False
    while (one := take(buffer, kanji)) is not None:
        if isinstance(one, Order) and one.name in ("\x1c&", "\x1c."):
            kanji = one.name == "\x1c&"
        out.append(one)
    assert not buffer
    return out


def printed(data):
    return "".join(one.raw.decode("gbk") for one in orders(data) if isinstance(one, Char))


def test_everything_a_visitor_needs_stands_there():
    text = words()
    for part in (
        "新密市政务服务中心",
        "A012",
        "社会保险",
        "Social insurance",
        "前面 3 人",
        "10–25 分钟",
        "3 ahead",
    ):
        assert part in text
    assert "2楼 B区 3–8号窗口" in text
    assert "取号 2026-11-21 09:00" in text
    assert Code("TOKEN", 7) in layout(slip(), 80)


def test_classes_copies_and_masks_are_marked():
    assert "优先 Priority" in words(klass="priority")
    assert "预约 Booked" in words(klass="booked")
    assert "补打第2次 Copy 2" in words(copy=2)
    assert "证件尾号 1234" in words(masked="1234")
    assert "优先" not in words()


def test_no_more_than_four_digits_of_anybody():
    assert "99999919900301" not in words(masked="999999199003011234")


def test_forecasts_are_honest():
    assert "（估算）" in words(rough=True)
    assert "暂不能估计" in words(known=False)
    assert "分钟" not in words(known=False)
    assert "前面没有人" in words(ahead=0)


@pytest.mark.parametrize("width", [58, 80])
def test_the_bytes_say_what_the_rows_say(width):
    text = printed(encode(layout(slip(), width), width))
    assert "新密市政务服务中心" in text
    assert "A012" in text
    assert orders(encode(layout(slip(), width), width))[-1] == Order("\x1dV", b"\x42\x00")


@pytest.mark.parametrize("name", ["䶮", "㛃", "𠮷"])
def test_a_character_gbk_lacks_is_drawn_not_replaced(name):
    data = encode([Row(f"{name}村路口")], 80)
    assert printed(data) == ""
    (raster,) = [one for one in orders(data) if isinstance(one, Order) and one.name == "\x1dv"]
    dots = sum(bin(byte).count("1") for byte in raster.args[6:])
    assert dots > 200
    assert "?" not in printed(encode(layout(slip(way=Text(f"{name}村")), 80), 80))


@given(st.text(max_size=80), st.integers(1, 8), st.sampled_from((58, 80)))
def test_wrapped_rows_fit_and_lose_nothing_but_blanks(text, wide, width):
    lines = _wrapped(Row(text, wide), DOTS[width])
    assert "".join(line.text for line in lines).replace(" ", "") == "".join(
        filter(str.isprintable, text)
    ).replace(" ", "")
    for line in lines:
        assert cells(line.text) * 12 * wide <= DOTS[width] or len(line.text) == 1


def test_a_word_is_not_torn_where_a_line_is_full():
    lines = [line.text for line in _wrapped(Row("Right of the lift, follow the blue line"), DOTS[58])]
    assert lines == ["Right of the lift, follow the", "blue line"]
    assert [line.text for line in _wrapped(Row("出电梯右转，跟蓝色地标走到头再左转就到了"), DOTS[58])] == [
        "出电梯右转，跟蓝色地标走到头再左",
        "转就到了",
    ]
    assert [cells(line.text) for line in _wrapped(Row("x" * 70), DOTS[58])] == [32, 32, 6]


@given(st.text(max_size=40))
def test_any_text_is_encodable_and_cannot_smuggle_commands(text):
    data = encode([Row(text), Rule(), Gap(3)], 80)
    names = {one.name for one in orders(data) if isinstance(one, Order)}
    ours = {"\x1b@", "\x1db", "\x1ba", "\x1d!", "\x1bE", "\x1dB", "\x1c&", "\x1c!", "\x1c."}
    assert names <= ours | {"\n", "\x1dv", "\x1bJ", "\x1dV"}


def test_a_number_for_several_items_says_where_to_go_then():
    then = (
        Text("发票代开 1楼 C区 12号窗口", "Invoice Floor 1, zone C, window 12"),
        Text("参保登记 2楼 B区", "参保登记 2楼 B区"),
    )
    lines = words(then=then).split("\n")
    at = lines.index("办完接着去  Then")
    assert lines[at + 1 : at + 4] == [f"2 {then[0].zh}", then[0].en, f"3 {then[1].zh}"]
    assert "办完接着去" not in words(), "one item has no such line"
    assert "发票代开" in printed(encode(layout(slip(then=then), 58), 58))
