"""A hall's own slip: the standard template prints what slips always were, and what is wrong in one is told at once."""

import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from devices.drivers.printer_escpos import make
from devices.drivers.slip import CELL, DOTS, Code, Gap, Picture, Row, Rule, cells, encode
from devices.drivers.slip_layout import FACTS, WORDS
from devices.drivers.slip_template import STANDARD, WrongLayout, read
from devices.simulator._escpos_stream import Order
from hall.contract.base import Text
from hall.contract.devices import Slip
from tests.devices.drivers.test_slip import orders, slip

CHARS = st.characters(codec="gbk", categories=("Lu", "Ll", "Nd", "Lo", "Po"))
NAMES = st.text(CHARS, max_size=30)
BOTH = st.builds(Text, NAMES, NAMES)


@st.composite
def slips(draw):
    low = draw(st.integers(0, 90))
    return Slip(
        hall=draw(BOTH),
        number=f"A{draw(st.integers(0, 999)):03d}",
        service=draw(BOTH),
        place=draw(BOTH),
        way=draw(BOTH.filter(lambda way: way.en != way.zh)),
        ahead=draw(st.integers(0, 300)),
        low_min=low,
        high_min=low + draw(st.integers(0, 60)),
        known=draw(st.booleans()),
        rough=draw(st.booleans()),
        at=1_795_222_800_000 + draw(st.integers(0, 86_400)) * 1000,
        qr=draw(st.sampled_from(("", "HALL1.k3JxQ9vT2mWc8ZpL"))),
        klass=draw(st.sampled_from(("normal", "priority", "booked"))),
        masked=draw(st.sampled_from(("", "1234"))),
        copy=draw(st.integers(0, 3)),
        then=tuple(draw(st.lists(BOTH, max_size=3))),
    )


def as_it_was(slip, width):
    """The slip as it was put together before there were templates, by hand and in the same order."""

    def large(text):
        return Row(text, 2 if cells(text) * CELL <= DOTS[width] else 1, 2)

    def english(text):
        return bool(text.en and text.en != text.zh)

    out = [large(slip.hall.zh)]
    out += [Gap(6), Row(slip.hall.en)] if english(slip.hall) else []
    out += [Gap(10), Rule(), Gap(6)]
    marks = {"priority": ["优先 Priority"], "booked": ["预约 Booked"]}.get(slip.klass, [])
    marks += [f"补打第{slip.copy}次 Copy {slip.copy}"] if slip.copy else []
    out += [Row(f" {mark} ", inverse=True) for mark in marks]
    out += [Gap(6), Row(slip.number, 6, 6), Gap(10), large(slip.service.zh)]
    out += [Gap(6), Row(slip.service.en)] if english(slip.service) else []
    out += [Gap(8), Rule(), Gap(8)]
    ahead, ahead_en = (
        (f"前面 {slip.ahead} 人", f"{slip.ahead} ahead") if slip.ahead else ("前面没有人", "Nobody ahead")
    )
    out.append(large(ahead))
    if slip.known:
        span = f"{slip.low_min}–{slip.high_min}" if slip.low_min != slip.high_min else str(slip.high_min)
        out += [large(f"预计 {span} 分钟{'（估算）' if slip.rough else ''}"), Gap(6)]
        out.append(Row(f"{ahead_en}, about {span.replace('–', '-')} min{' (rough)' if slip.rough else ''}"))
    else:
        out += [Row("等候时间暂不能估计"), Row(f"{ahead_en}, wait not known yet")]
    out += [Gap(10), large(slip.place.zh), Gap(6)]
    out += [Row(slip.place.en)] if english(slip.place) else []
    out += [Row(text) for text in (slip.way.zh, slip.way.en) if text]
    if slip.then:
        out += [Gap(10), Rule(), Gap(6), Row("办完接着去  Then")]
        for number, leg in enumerate(slip.then, 2):
            out.append(Row(f"{number} {leg.zh}"))
            out += [Row(leg.en)] if english(leg) else []
    if slip.qr:
        out += [Gap(16), Code(slip.qr, 7 if width >= 80 else 6), Gap(8), Row("本号凭证  Ticket code")]
    clock = slip.at // 1000 + 8 * 3600
    day, second = divmod(clock, 86_400)
    taken = f"2026-11-{21 + day - 1_795_222_800 // 86_400:02d} {second // 3600:02d}:{second % 3600 // 60:02d}"
    tail = f"证件尾号 {slip.masked[-4:]}" if slip.masked else ""
    taken = (
        [f"取号 {taken}  {tail}"] if tail and width == 80 else [f"取号 {taken}", *([tail] if tail else [])]
    )
    out += [Gap(8), Rule(), Gap(6), *map(Row, taken)]
    return [*out, Row("请留意窗口屏和广播叫号"), Row("Please watch the panels")]


@pytest.mark.parametrize("width", [58, 80])
def test_the_standard_template_prints_the_slips_of_always_byte_for_byte(width):
    standard = read(STANDARD, width)

    @given(slips())
    def same(one):
        assert encode(standard.pieces(one, width), width) == encode(as_it_was(one, width), width)

    same()


@pytest.fixture
def template(tmp_path):
    """`template(text)` reads a template of one's own for 80 mm."""

    def written(text, width=80):
        path = tmp_path / "own.toml"
        path.write_text(text, "utf-8")
        return read(path, width)

    return written


def rows(layout, width=80, **changes):
    return layout.pieces(slip(**changes), width)


def test_rows_come_in_their_order_with_size_weight_and_place(template):
    layout = template(
        """
        [[row]]
        text = "{number}"
        size = 8
        bold = true
        align = "left"
        [[row]]
        text = "{hall.zh}{hall.zh}"
        size = "large"
        [[row]]
        text = "{date} {clock}"
        size = "tall"
        inverse = true
        align = "right"
        """
    )
    number, hall, when = rows(layout)
    assert number == Row("A012", 8, 8, bold=True, align="left")
    assert (hall.wide, hall.tall) == (1, 2), "too long for one line twice as wide"
    assert when == Row("2026-11-21 09:00", 1, 2, inverse=True, align="right")
    aligns = [
        one.args
        for one in orders(encode([number, when], 80))
        if isinstance(one, Order) and one.name == "\x1ba"
    ]
    assert aligns == [b"\x01", b"\x00", b"\x02", b"\x00"]


def test_a_row_is_left_out_where_its_facts_do_not_hold(template):
    layout = template(
        """
        [[row]]
        text = "估算"
        when = ["known", "rough"]
        [[row]]
        text = "第{copy}次"
        when = "copy"
        [[row]]
        text = "窄"
        width = 58
        [[row]]
        qr = true
        """
    )
    assert rows(layout, qr="") == []
    assert rows(layout, rough=True, copy=2) == [Row("估算"), Row("第2次"), Code("TOKEN", 6)]
    assert rows(layout, 58, qr="") == [Row("窄")]


def test_rows_for_each_further_item_stay_together(template):
    layout = template(
        """
        [[row]]
        each = "then"
        text = "{then.n} {then.zh} ({number})"
        [[row]]
        each = "then"
        text = "{then.en}"
        when = "then.en"
        """
    )
    then = (Text("甲", "First"), Text("乙", "乙"))
    assert [row.text for row in rows(layout, then=then)] == ["2 甲 (A012)", "First", "3 乙 (A012)"]
    assert rows(layout) == []


def test_a_logo_is_dithered_centred_and_no_wider_than_the_paper(template, tmp_path):
    grey = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    grey.paste((128, 128, 128, 255), (0, 0, 100, 100))
    grey.save(tmp_path / "logo.png")
    (logo,) = rows(template('[[row]]\nlogo = "logo.png"\nmm = 20'))
    assert isinstance(logo, Picture) and logo.dots.size == (160, 80)
    dark = 1 - sum(logo.dots.crop((0, 0, 80, 80)).convert("L").tobytes()) / 255 / 6400
    assert 0.4 < dark < 0.6, "grey is a grain of dots"
    assert logo.dots.crop((84, 0, 160, 80)).getextrema() == (255, 255), "what is transparent is paper"
    (raster,) = [one for one in orders(encode([logo], 80)) if isinstance(one, Order) and one.name == "\x1dv"]
    assert int.from_bytes(raster.args[2:4], "little") * 8 == DOTS[80]
    Image.new("L", (500, 40)).save(tmp_path / "wide.png")
    assert rows(template('[[row]]\nlogo = "wide.png"'))
    with pytest.raises(
        WrongLayout, match="500 dots wide and paper of 58 mm has 384; give it 'mm' of at most 48"
    ):
        template('[[row]]\nlogo = "wide.png"', 58)
    assert template('[[row]]\nlogo = "wide.png"\nwidth = 80', 58), "it is never printed on the narrow paper"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[row]]\ntxt = "x"', "row 1: 'txt' is not known; did you mean 'text'?"),
        ('[[row]]\ntext = "x"\nsise = 2', "'sise' is not known; did you mean 'size'?"),
        ('[[row]]\ntext = "{nubmer}"', "{nubmer} is nothing a slip holds; did you mean 'number'?"),
        ('[[row]]\ntext = "{name}"', "{name} is nothing a slip holds"),
        ('[[row]]\ntext = "{then.zh}"', 'only with each = "then"'),
        ('[[row]]\ntext = "{number"', "a brace without its fellow"),
        ('[[row]]\ntext = 7', "'text' must be text in quotes"),
        ('[[row]]\ntext = "x"\nsize = 9', "'size' must be normal, tall, large or a number from 1 to 8, not 9"),
        ('[[row]]\ntext = "x"\nsize = "huge"', "not 'huge'"),
        ('[[row]]\ntext = "x"\nalign = "middle"', "'align' must be 'left' or 'center' or 'right', not 'middle'"),
        ('[[row]]\ntext = "x"\nbold = 1', "'bold' must be true or false, not 1"),
        ('[[row]]\ntext = "x"\nwhen = "konwn"', "'when' 'konwn' is no fact; did you mean 'known'?"),
        ('[[row]]\ntext = "x"\nwhen = 3', "'when' must be a fact"),
        ('[[row]]\ntext = "x"\nwidth = 76', "'width' must be 58 or 80, not 76"),
        ('[[row]]\ntext = "x"\neach = "leg"', "'each' must be 'then', not 'leg'"),
        ('[[row]]\ntext = "x"\nrule = true', "must have one of text, rule, gap, qr, logo, and has text and rule"),
        ('[[row]]\nwhen = "known"', "and has none"),
        ('[[row]]\ngap = 300', "'gap' must be a number from 1 to 255, not 300"),
        ('[[row]]\nqr = true\nmodule = 40', "'module' must be a number from 2 to 16, not 40"),
        ('[[row]]\nlogo = "no.png"', "no.png: No such file or directory"),
        ('[[row]]\nlogo = "own.toml"', "own.toml is no picture; a PNG is meant"),
        ('rows = 3', "'rows' is not known: a template has [[row]] alone; there is no [[row]]"),
        ("row = [3]", "row 1: must be a table"),
        ('[[row]\n', "line 1"),
        ("", "there is no [[row]]"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place_and_what_was_meant(template, text, words):
    with pytest.raises(WrongLayout) as caught:
        template(text)
    assert words in str(caught.value)
    assert "own.toml" in str(caught.value)


def test_everything_wrong_is_told_in_one_answer_also_through_the_printer(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('[[row]]\ntext = "{nmber}"\n[[row]]\ngap = 0\n[[row]]\ntext = "x"\nsize = 0\n', "utf-8")
    with pytest.raises(ValueError, match=r"row 1: .*row 2: .*row 3: "):
        make("device-1", 0, {"layout": str(path)})


def test_every_word_and_fact_is_explained():
    page = (pathlib.Path(__file__).parents[3] / "docs/devices.md").read_text("utf-8")
    missing = [name for name in (*WORDS, *FACTS) if f"`{name}`" not in page and f"`{{{name}}}`" not in page]
    assert missing == []
