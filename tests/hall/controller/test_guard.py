"""No number of a person in the words of a command: refused with a sentence, or struck out of a machine's report."""

from typing import Any, get_args

import msgspec
import pytest

from hall.contract import bookings as b
from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import sightings as g
from hall.contract import tickets as t
from hall.contract.base import Actor, Role
from hall.contract.catalogue import ImportCatalogue
from hall.contract.config import ServicePart
from hall.contract.id_number import check_digit
from hall.contract.opening import ImportCalendar
from hall.contract.posts import DeclareLeave
from hall.contract.unions import Command
from hall.controller.guard import NOT_LOOKED_AT, guard, looked_at
from hall.domain.refusal import Refusal
from tests.hall.house import MONDAY_0930

ID, PHONE = "41018319580301123" + check_digit("41018319580301123"), "13812345678"
WALL = Actor("monitor-1", Role.MONITOR)
WINDOW = Actor("window-w1", Role.WINDOW)
DEVICE = Actor("devices-1", Role.DEVICE)
COMMANDS = get_args(Command)


def filled(kind: type, field: str, text: str) -> Any:
    """A command with `text` in one field and nothing else said; values of other types do not matter here."""
    empty = {x.name: "" for x in msgspec.structs.fields(kind) if x.required}
    return kind(**{**empty, field: text})


PLAIN = [(kind, x.name) for kind in COMMANDS for x in msgspec.structs.fields(kind) if x.type is str]


def test_there_are_texts_to_look_at():
    assert len(PLAIN) > 100


@pytest.mark.parametrize(("kind", "field"), [x for x in PLAIN if x[1] not in NOT_LOOKED_AT])
@pytest.mark.parametrize("number", [ID, PHONE])
def test_every_text_of_every_command_is_refused_with_a_number_or_loses_it(kind, field, number):
    command = filled(kind, field, f"找张三{number}")
    if kind is d.HostAlive:
        assert getattr(guard(command, WALL, MONDAY_0930, ()), field) == "找张三***"
        return
    with pytest.raises(Refusal) as caught:
        guard(command, WALL, MONDAY_0930, ())
    said = caught.value
    assert said.code == "person_number"
    assert "请不要写身份证号或手机号" in said.text.zh and "Write no ID or mobile number" in said.text.en
    assert number not in said.text.zh + said.text.en + said.hint
    assert getattr(guard(command, DEVICE, MONDAY_0930, ()), field) == "找张三***"


def test_what_is_not_looked_at_is_there_and_says_why():
    have = {x.name for kind in COMMANDS for x in msgspec.structs.fields(kind)}
    assert set(NOT_LOOKED_AT) <= have, "a name that no command has any more"
    assert all(NOT_LOOKED_AT.values())


def test_what_is_not_looked_at_in_parts_is_known_by_name():
    """A new field with text inside is looked at, unless somebody writes down here and there why not."""
    parts = {
        (kind.__name__, x.name)
        for kind in COMMANDS
        for x in msgspec.structs.fields(kind)
        if x.type is not str and x.name in NOT_LOOKED_AT
    }
    assert parts == {
        ("TakeTicket", "attest"),
        ("Reprint", "attest"),
        ("CheckIn", "attest"),
        ("Identify", "attest"),
        ("Present", "attest"),
        ("ImportBookings", "rows"),
        ("ImportCatalogue", "groups"),
        ("ImportCatalogue", "services"),
    }


def test_text_inside_other_parts_is_looked_at_too():
    assert "years" in looked_at(ImportCalendar) and "more" in looked_at(t.TakeTicket)
    with pytest.raises(Refusal):
        guard(t.TakeTicket("a", p.HeldAttest("h"), more=("b", PHONE)), WALL, MONDAY_0930, ())


@pytest.mark.parametrize(
    ("command", "where"),
    [
        (g.RateEnvironment("B", True, "hygiene", f"找张三{PHONE} {ID}"), "备注里像有身份证号"),
        (t.TakeTicket("a", p.HeldAttest("h"), note=f"身份证{ID}"), "备注里像有身份证号"),
        (t.LinkCase("w1", ID), "办件编号里像有身份证号"),
        (DeclareLeave("p1", PHONE, 1, "s1"), "原因里像有手机号"),
        (b.ImportBookings(PHONE, ()), "来源里像有手机号"),
    ],
)
def test_the_sentence_says_in_which_field(command, where):
    with pytest.raises(Refusal) as caught:
        guard(command, WALL, MONDAY_0930, ())
    assert caught.value.text.zh.startswith(where)


@pytest.mark.parametrize(
    "command",
    [
        t.LinkCase("w1", "410183202611200013"),
        t.Finish("w1", t.Outcome.ACCEPTED, "41018320261120000123"),
        g.RateEnvironment("B", True, "hygiene", "2 号柜台前地面有水"),
        p.Identify("k1", p.PhoneAttest(PHONE)),
        t.TakeTicket("a", p.NameAttest("张三", ID)),
        b.ImportBookings("掌上预约", (b.BookingRow("b1", "a", 1, phone=PHONE, card=ID, name="张三"),)),
        ImportCatalogue("v1", "f", "s", (), (ServicePart("a", "x", "q", "社保", guide=f"咨询 {PHONE}"),)),
    ],
)
def test_what_is_no_persons_number_or_is_sealed_later_goes_on(command):
    assert guard(command, WINDOW, MONDAY_0930, ()) is command


def test_who_is_known_by_a_number_goes_by_it():
    command = p.SignOn("w1", PHONE)
    assert guard(command, WINDOW, MONDAY_0930, {PHONE: 1}) is command
    with pytest.raises(Refusal):
        guard(command, WINDOW, MONDAY_0930, {})


def test_a_machines_report_is_not_lost():
    told = guard(
        d.DeviceReport("p1", d.DeviceState.FAULTY, d.Fault.OFFLINE, f"bad line: {ID}", shows="1.0"),
        DEVICE, MONDAY_0930, (),
    )  # fmt: skip
    assert told == d.DeviceReport("p1", d.DeviceState.FAULTY, d.Fault.OFFLINE, "bad line: ***", shows="1.0")


def test_several_reports_in_one_are_looked_through_like_one():
    job = f"{PHONE}.p1"
    said = d.DeviceReport("p1", d.DeviceState.FAULTY, d.Fault.OFFLINE, f"bad line: {ID}", shows=job)
    told = guard(d.DeviceReports((said,)), DEVICE, MONDAY_0930, ())
    assert isinstance(told, d.DeviceReports)
    (one,) = told.reports
    assert (one.detail, one.shows) == ("bad line: ***", job)
