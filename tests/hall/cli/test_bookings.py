"""`hall bookings` as somebody types it, against a hall that runs; what is on the disk and on the wire afterwards."""

import csv
import io
from pathlib import Path

import pytest

from hall.__main__ import main
from hall.cli import bookings as cli
from hall.contract.bookings import (
    BookingEnded,
    BookingRow,
    BookingsImported,
    BookingState,
    CheckIn,
    ImportBookings,
)
from hall.contract.people import CardAttest, CodeAttest, NameAttest, PhoneAttest, SignOn
from hall.contract.tickets import CallNext, Finish, TicketIssued
from hall.contract.unions import Done, Refused
from hall.controller import codes
from hall.domain.import_bookings import MOST_ROWS
from hall.intake.bookings import Line
from tests.hall.house import MONDAY_0930, House

GOOD = "11010519491231002X"
HEAD = "预约号,事项,日期,时段,手机号,身份证号,姓名,预约码\n"
ONE = f"bk-0001,养老保险,2026-11-23,10:00-10:30,13812345678,{GOOD},张三,882031\n"
TWO = "bk-0002,养老保险,2026-11-23,10:00-10:30,13912345678,,李四,\n"
THREE = "bk-0003,养老保险,2026-11-23,10:00-10:30,13712345678,,王五,\n"


@pytest.fixture
def booked(house: House) -> House:
    """The pension can be booked, two to a slot."""
    text = house.config.read_text("utf-8").replace('name = "养老保险"', 'name = "养老保险"\nslot = 2')
    house.config.write_text(text, "utf-8")
    return house


def typed(house: House, *words: object) -> int:
    return main(["bookings", *(str(w) for w in words), "--config", str(house.config)])


def write(house: House, text: str) -> Path:
    path = house.folder / "bookings.csv"
    path.write_text(text, "utf-8")
    return path


def test_from_the_platforms_list_to_the_number_and_back(booked: House, capsys) -> None:
    with booked.running():
        path = write(booked, HEAD + ONE + TWO)
        assert typed(booked, "check", path, "--source", "掌上") == 0
        assert typed(booked, "import", path, "--source", "掌上") == 0
        assert "2 bookings, 2 new or changed, 0 known before" in capsys.readouterr().out
        assert typed(booked, "import", path, "--source", "掌上") == 0
        assert "2 bookings, 0 new or changed, 2 known before" in capsys.readouterr().out
        with booked.client("kiosk-1") as kiosk, booked.client("window-1") as window:
            done = kiosk.ask(CheckIn("kiosk-1", CodeAttest("882031")))
            assert isinstance(done, Done), done
            issued = next(r.event for r in done.events if isinstance(r.event, TicketIssued))
            assert issued.booking == "bk-0001"
            again = kiosk.ask(CheckIn("kiosk-1", NameAttest("张三", GOOD)))
            assert isinstance(again, Refused)
            assert (again.code, again.hint) == ("already", issued.ticket)
            window.ask(SignOn("1", "s2"))
            window.ask(CallNext("1"))
            ended = window.ask(Finish("1"))
            assert isinstance(ended, Done), ended
            assert [r.event.state for r in ended.events if isinstance(r.event, BookingEnded)] == [
                BookingState.SERVED
            ]
        assert typed(booked, "cancel", "bk-0002", "--reason", "=改期") == 0
    everything = b"".join(booked.bodies())
    for clear in ("13812345678", "13912345678", GOOD, "张三", "李四", "882031"):
        assert clear.encode() not in everything
    out = booked.folder / "out.csv"
    assert typed(booked, "export", "--day", "2026-11-23", "--out", out) == 0
    data = out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [(r["预约号"], r["状态"], r["号码"], r["来源"], r["等候秒"]) for r in rows] == [
        ("bk-0001", "已办理", "A001", "掌上", "0"),
        ("bk-0002", "已取消", "", "掌上", ""),
    ]
    assert rows[1]["取消原因"] == "'=改期"  # no formula in somebody's spreadsheet


def test_what_the_hall_refuses_is_told_with_the_files_row(booked: House, capsys) -> None:
    strange = ONE.replace("bk-0001", "bk-0009").replace("养老保险", "增值税").replace(GOOD, "")
    path = write(booked, HEAD + ONE + TWO + THREE + strange)
    with booked.running():
        assert typed(booked, "import", path, "--source", "掌上") == 1
    said = capsys.readouterr().err
    assert "2 faults, nothing was taken in" in said
    assert "row 4, 开始时间: 2026-11-23 10:00–10:30 is full, it has 2 places" in said
    assert "row 5, 事项: 增值税 cannot be booked" in said
    assert not [e for e in booked.events() if isinstance(e.event, BookingsImported)]


def test_a_phone_finds_the_booking_and_a_strange_card_does_not(booked: House) -> None:
    with booked.running(), booked.client("admin") as admin, booked.client("kiosk-1") as kiosk:
        row = BookingRow("bk-0001", "pension", MONDAY_0930 + 1_800_000, phone="13812345678", card=GOOD)
        assert isinstance(admin.ask(ImportBookings("city", (row,))), Done)
        other = kiosk.ask(CheckIn("kiosk-1", PhoneAttest("13912345678"), "bk-0001"))
        assert isinstance(other, Refused)
        assert other.code == "no_booking"
        forged = kiosk.ask(CheckIn("kiosk-1", CardAttest(GOOD, "张三", "19491231")))
        assert isinstance(forged, Refused)
        assert forged.code == "attest"
        assert isinstance(kiosk.ask(CheckIn("kiosk-1", PhoneAttest("13812345678"))), Done)


def test_rows_whose_id_is_their_code_are_counted_aloud() -> None:
    own, same, none = (
        Line(n, BookingRow(f"b{n}", "pension", 1, code=code)) for n, code in enumerate(("882031", "B1", ""))
    )
    assert cli.without_code([own]) == ""
    assert cli.without_code([own, same, none]).startswith("\n2 without a code of their own")


def test_days_stay_together_when_a_long_list_is_sent_in_parts() -> None:
    day = 86_400_000
    lines = [Line(n, BookingRow(f"b{n}", "a", MONDAY_0930 + (n % 5) * day)) for n in range(50)]
    packs = cli.batches(lines, 25)
    assert [len(x) for x in packs] == [20, 20, 10]
    assert sorted(x.number for pack in packs for x in pack) == list(range(50))
    days = [{(x.row.start_ms - MONDAY_0930) // day for x in pack} for pack in packs]
    assert sum(map(len, days)) == len(set().union(*days)) == 5
    assert [len(x) for x in cli.batches(lines, 4)] == [4, 4, 2] * 5  # a day too long for one part is cut
    assert cli.BATCH_ROWS <= MOST_ROWS


def test_the_picture_of_a_booking_stands_for_it_and_for_ten_minutes(booked: House, capsys) -> None:
    assert main(["codes", "make", "--config", str(booked.config), "--booking", "882031"]) == 0
    secrets = codes.Secrets(booked.site.keys.pepper())
    code = codes.read(secrets, capsys.readouterr().out.strip(), booked.site.clock.now_ms())
    assert (code.k, code.p) == (codes.BOOKING, secrets.blind("booking", "882031"))
