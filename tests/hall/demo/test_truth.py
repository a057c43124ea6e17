"""The truth about a morning: each lie a hall could tell is found, and an honest morning passes."""

import tomllib
from pathlib import Path

import pytest

from devices.simulator.card_reader import synthetic
from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import sightings as g
from hall.contract import tickets as t
from hall.contract.base import Actor, Role
from hall.contract.check import check
from hall.contract.config import (
    GroupPart,
    HallConfig,
    HallPart,
    KioskPart,
    QueuePart,
    ServicePart,
    WindowPart,
    ZonePart,
)  # fmt: skip
from hall.contract.unions import Done, Event, Recorded
from hall.controller.journal import Batch, Journal, encode_event
from hall.demo import truth
from hall.demo.people import morning, secrets

DEMO, _ = check(tomllib.loads(Path("examples/demo/hall.toml").read_text("utf-8")))
assert DEMO is not None
CONFIG = HallConfig(
    hall=HallPart("h", "厅"),
    zones=(ZonePart("A", "综合"),),
    queues=(QueuePart("A", "A", "A", "综合"),),
    groups=(GroupPart("g", "综合"),),
    services=(ServicePart("s", "g", "A", "事"),),
    windows=(WindowPart("1", "A", "1", ("A",)), WindowPart("2", "A", "2", ("A",))),
    kiosks=(KioskPart("kiosk-1", printer="p"),),
)
BY = Actor("hall", Role.CONTROLLER)


def journal(*events: Event) -> list[Recorded]:
    return [Recorded(n, n * 1000, BY, "", event) for n, event in enumerate(events, start=1)]


def issued(number: str) -> t.TicketIssued:
    return t.TicketIssued(
        f"d-{number}", number, int(number[1:]), "A", "s", t.TicketClass.NORMAL, p.Identity(p.Way.CARD, "x"), "tok",
        t.Forecast(False, 0), "kiosk-1",
    )  # fmt: skip


GOOD = journal(
    issued("A001"),
    issued("A002"),
    t.TicketCalled("d-A001", "1"),
    t.TicketCalled("d-A001", "1", 2),
    t.TicketStarted("d-A001", "1"),
    t.TicketFinished("d-A001", "1", t.Outcome.ACCEPTED),
    t.TicketCalled("d-A002", "1"),
    t.TicketReturned("d-A002", "1", "pause"),
    t.TicketCalled("d-A002", "2"),
    t.TicketPassed("d-A002", "2"),
)


def test_an_honest_morning_passes() -> None:
    assert truth.no_number_twice(GOOD) == []
    assert truth.numbers_shown_exist(["A001", "A002"], GOOD) == []
    assert truth.slips_are_printed(["请 A001", "请 A002"], GOOD, CONFIG) == []
    assert truth.panels_show_the_truth({"1": "1号窗口 请等候叫号", "2": ""}, GOOD) == []


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ((issued("A001"), issued("A001")), "issued 2 times"),
        (
            (issued("A001"), t.TicketCalled("d-A001", "1"), t.TicketCalled("d-A001", "2")),
            "at windows 1 and 2",
        ),
        ((t.TicketCalled("d-A001", "1"), t.TicketCalled("d-A002", "1")), "two visitors"),
        ((t.TicketCalled("d-A001", "1"), t.TicketStarted("d-A001", "2")), "not called"),
        (
            (t.TicketCalled("d-A001", "1"), t.TicketFinished("d-A001", "2", t.Outcome.ACCEPTED)),
            "where it was not",
        ),
        (
            (t.TicketCalled("d-A001", "1"), t.TicketPassed("d-A001", "1"), t.TicketCalled("d-A001", "1")),
            "after its end",
        ),
    ],
)
def test_a_ticket_twice_or_in_two_places_is_found(events: tuple[Event, ...], words: str) -> None:
    wrong = truth.no_number_twice(journal(*events))
    assert any(words in sentence for sentence in wrong), wrong


def test_a_missing_or_changed_answer_is_found() -> None:
    assert truth.answers_are_there([Done("1", tuple(GOOD[:2]))], GOOD) == []
    other = Recorded(2, 2000, BY, "", issued("A009"))
    assert "event 2" in truth.answers_are_there([Done("1", (other,))], GOOD)[0]
    assert (
        "event 99"
        in truth.answers_are_there([Done("1", (Recorded(99, 1, BY, "", issued("A001")),))], GOOD)[0]
    )


def test_numbers_shown_but_not_issued_or_issued_but_not_shown_are_found() -> None:
    wrong = truth.numbers_shown_exist(["A001", "A001", "B001"], GOOD)
    assert len(wrong) == 3 and any("B001" in w for w in wrong) and any("2 visitors" in w for w in wrong)


def test_a_slip_that_never_came_is_found_unless_the_hall_knows_that_it_was_lost() -> None:
    assert "A002" in truth.slips_are_printed(["A001"], GOOD, CONFIG)[0]
    lost = [*GOOD, Recorded(11, 1, BY, "", d.JobLost("p", "2.0", d.Fault.PAPER_END))]
    assert truth.slips_are_printed(["A001"], lost, CONFIG) == []


def test_a_panel_with_a_visitor_who_is_gone_or_without_the_one_who_is_there_is_found() -> None:
    assert "A002" in truth.panels_show_the_truth({"2": "请A002号到2号窗口"}, GOOD)[0]
    here = GOOD[:3]
    assert truth.panels_show_the_truth({"1": "请A001号到1号窗口"}, here) == []
    assert "A001 is there" in truth.panels_show_the_truth({"1": "1号窗口 请等候叫号"}, here)[0]


def test_private_words_in_a_file_or_a_text_are_found(tmp_path: Path) -> None:
    clean, dirty = tmp_path / "clean.log", tmp_path / "dirty.log"
    clean.write_text("138****5678 张*", "utf-8")
    dirty.write_text("visitor 19991234567 came", "utf-8")
    secrets = ["19991234567", "张小伟", "", "张小伟"]
    assert truth.nobody_is_named([clean], {"the slips": "A001 张*"}, secrets) == []
    assert "dirty.log: holds 1" in truth.nobody_is_named([clean, dirty], {}, secrets)[0]
    (wrong,) = truth.nobody_is_named(
        [clean], {"the slips": "A001 张*", "the panels": "请张小伟到1号"}, secrets
    )
    assert wrong.startswith("the panels: holds 1")


def test_a_name_on_a_card_is_sought_and_so_is_its_number() -> None:
    """Only phones were looked for once, whatever the sentence said."""
    (visitor,) = (v for v in morning(DEMO, 12, 1) if v.n == 3)
    laid = synthetic(visitor.name, visitor.born, visitor.n)
    for leak in (visitor.name, laid.number, visitor.phone):
        assert truth.nobody_is_named([], {"a log": f"… {leak} …"}, secrets([visitor]))
    masked = f"{visitor.name[0]}* {visitor.phone[:3]}****{visitor.phone[-4:]} {laid.number[:6]}********"
    assert truth.nobody_is_named([], {"a log": masked}, secrets([visitor])) == []


def test_what_slips_and_panels_are_told_is_made_of_the_journal() -> None:
    told = truth.ordered(journal(issued("A001")), CONFIG)
    assert '"PrintSlip"' in told
    assert "A001" in told


def test_an_incident_nobody_noticed_is_found() -> None:
    wanted = [("the floor was wet", g.EnvironmentRated, {"poor": True})]
    assert truth.incidents_were_seen(GOOD, wanted) == ["the journal does not show that the floor was wet"]
    seen = [*GOOD, Recorded(11, 1, BY, "", g.EnvironmentRated("A", True))]
    assert truth.incidents_were_seen(seen, wanted) == []


def test_a_changed_journal_is_read_up_to_the_change_and_said(tmp_path: Path) -> None:
    path = tmp_path / "hall.db"
    book = Journal(path)
    book.append(Batch([encode_event(one) for one in GOOD]))
    book.close()
    events, broken = truth.read_journal(path)
    assert events == GOOD and broken == ""
    import sqlite3

    link = sqlite3.connect(path)
    link.execute("DROP TRIGGER IF EXISTS never")
    for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
        link.execute(f"DROP TRIGGER {name}")
    body = link.execute("SELECT body FROM event WHERE seq=4").fetchone()[0]
    link.execute("UPDATE event SET body=? WHERE seq=4", (body.replace(b"A001", b"A003"),))
    link.commit()
    link.close()
    events, broken = truth.read_journal(path)
    assert len(events) == 3 and broken.startswith("event 4")
