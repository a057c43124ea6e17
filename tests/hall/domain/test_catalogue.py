"""The item list of the hall: what is offered on a day, and a new list in whole or not at all (R008, R119)."""

import datetime as dt

import msgspec
import pytest

from hall.contract import tickets as t
from hall.contract.calling import SetQueues
from hall.contract.catalogue import CatalogueImported, ImportCatalogue
from hall.contract.config import GroupPart, ServicePart
from hall.contract.people import Identity, Way
from hall.domain.state import Hall
from hall.domain.views import build, touched

FRIDAY = dt.date(2026, 11, 20)
MONDAY = dt.date(2026, 11, 23)
GROUPS = (GroupPart("people", "个人", "People"), GroupPart("social", "社保", "Insurance", parent="people"))


def item(own: str, queue: str = "B", **more) -> ServicePart:
    return ServicePart(own, **{"group": "social", "queue": queue, "name": f"事项{own}", **more})


def listed(
    *items: ServicePart, version: str = "2026-11", sm3: str = "a" * 64, starts: str = ""
) -> ImportCatalogue:
    return ImportCatalogue(version, "items.csv", sm3, GROUPS, items or (item("sbk"), item("new")), starts)


def shown(hall: Hall) -> list[str]:
    return [s.id for s in build("catalogue", hall, hall.facts.at).services]


def who(person: str = "p") -> Identity:
    return Identity(Way.PHONE, person, "", "138****5678")


def test_until_the_first_import_the_configuration_is_the_list(stage) -> None:
    assert shown(stage.hall) == ["sbk", "yhk", "zhengming"]
    assert build("catalogue", stage.hall, 0).version == ""


def test_an_import_puts_a_whole_list_in_place_and_replay_rebuilds_it(stage) -> None:
    (event,) = stage.do(listed())
    assert isinstance(event, CatalogueImported)
    view = build("catalogue", stage.hall, stage.now)
    assert ([s.id for s in view.services], view.version, view.sm3) == (["sbk", "new"], "2026-11", "a" * 64)
    assert [(g.id, g.parent) for g in view.groups] == [("people", ""), ("social", "people")]
    assert "catalogue" in touched(stage.journal[-1], stage.hall)
    for again in (stage.replayed(), stage.restarted()):
        assert shown(again) == ["sbk", "new"]
        assert again.facts.catalogue == stage.hall.facts.catalogue
    assert stage.take("new")


def test_the_same_list_again_is_accepted_and_changes_nothing(stage) -> None:
    stage.do(listed())
    assert stage.do(listed()) == ()
    assert stage.do(listed(version="again")) == (), "the same content under another name is still in force"


def test_other_content_under_a_used_version_is_refused(stage) -> None:
    stage.do(listed())
    assert stage.refused(listed(sm3="b" * 64)).code == "version_taken"
    stage.do(listed(version="2026-12", sm3="b" * 64))
    (back,) = stage.do(listed())
    assert back.version == "2026-11", "going back to an older list is an import like another"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"version": " "}, "bad_version"),
        ({"version": "v" * 41}, "bad_version"),
        ({"sm3": "abc"}, "bad_hash"),
        ({"starts": "1.12."}, "bad_day"),
        ({"services": ()}, "bad_catalogue"),
        ({"services": (item("a", "Q"), item("b", "Q"))}, "bad_catalogue"),
        ({"services": (item("a"), item("a"))}, "bad_catalogue"),
    ],
)
def test_a_list_that_is_none_changes_nothing(stage, change, code) -> None:
    refusal = stage.refused(msgspec.structs.replace(listed(), **change))
    assert refusal.code == code
    if len(change.get("services", ())) == 2 and change["services"][0].queue == "Q":
        assert "2 处" in refusal.text.zh
        assert "services[0].queue: there is no queue 'Q'" in refusal.text.en


def test_a_list_that_starts_later_waits_for_its_day(stage) -> None:
    stage.do(listed(starts="2026-11-23"))
    assert shown(stage.hall) == ["sbk", "yhk", "zhengming"]
    assert stage.do(listed(starts="2026-11-23")) == ()
    assert stage.restarted().facts.catalogue_next is not None
    stage.at("00:00", MONDAY).tick()
    assert shown(stage.hall) == ["sbk", "new"]
    assert stage.hall.facts.catalogue_next is None
    assert shown(stage.replayed()) == ["sbk", "new"]


def test_a_correction_for_today_leaves_the_list_of_monday_waiting(stage) -> None:
    stage.do(listed(starts="2026-11-23"))
    stage.do(listed(item("fix"), version="fix", sm3="c" * 64))
    assert shown(stage.hall) == ["fix"]
    stage.at("00:00", MONDAY).tick()
    assert shown(stage.hall) == ["sbk", "new"]


def test_a_list_whose_day_has_come_is_in_force_at_once(stage) -> None:
    stage.do(listed(starts="2026-11-20"))
    assert shown(stage.hall) == ["sbk", "new"]


def test_an_item_begins_and_ends_on_its_date(stage) -> None:
    stage.do(listed(item("sbk", ends="2026-11-23"), item("new", starts="2026-11-23")))
    assert shown(stage.hall) == ["sbk"]
    refusal = stage.refused(t.TakeTicket("new", who(), kiosk="k1"))
    assert (refusal.code, refusal.text.zh) == ("not_begun", "事项new：2026年11月23日起办")
    stage.at("00:00", MONDAY).tick()
    stage.at("09:00", MONDAY)
    assert shown(stage.hall) == ["new"]
    refusal = stage.refused(t.TakeTicket("sbk", who(), kiosk="k1"))
    assert (refusal.code, refusal.text.zh) == ("ended", "事项sbk：2026年11月23日起不办了，请问导办台")
    assert stage.take("new")


def test_an_item_that_has_not_entered_the_hall_says_where_to_go(stage) -> None:
    """应进必进: the list names it, nobody takes a number in vain (R007)."""
    stage.do(
        listed(
            item("far", "", elsewhere="市车管所", elsewhere_en="the vehicle office"),
            item("sbk"),
        )
    )
    far, sbk = build("catalogue", stage.hall, 0).services
    assert (far.elsewhere, far.queue, far.place.en) == (True, "", "the vehicle office")
    assert not sbk.elsewhere
    refusal = stage.refused(t.TakeTicket("far", who(), kiosk="k1"))
    assert (refusal.code, refusal.text.zh) == ("elsewhere", "事项far不在这里办，请到市车管所")


def test_open_tickets_of_a_dropped_item_go_on(stage) -> None:
    """Cancelled in the middle of the day: nobody new, but who waits is served, under its name."""
    ticket = stage.take("yhk")
    stage.sign_on("w3")
    stage.do(listed())
    assert stage.refused(t.TakeTicket("yhk", who(), kiosk="k1")).code == "ended"
    assert shown(stage.hall) == ["sbk", "new"]
    stage.do(t.CallNext("w3"))
    assert build("window/w3", stage.hall, stage.now).ticket.service.zh == "养老资格认证"
    stage.do(t.Start("w3"))
    stage.do(t.Finish("w3"))
    assert stage.hall.facts.tickets[ticket].state is t.TicketState.DONE
    assert "yhk" in stage.restarted().services
    stage.at("00:00", MONDAY).tick()
    assert "yhk" not in stage.hall.services
    assert stage.refused(t.TakeTicket("yhk", who(), kiosk="k1")).code == "no_service"


def test_an_item_that_comes_back_the_same_day_is_offered_again(stage) -> None:
    stage.do(listed())
    stage.do(listed(item("yhk"), version="b", sm3="b" * 64))
    assert shown(stage.hall) == ["yhk"]
    assert stage.take("yhk")


def test_a_queue_that_left_the_configuration_takes_its_items_along(stage) -> None:
    stage.do(listed(item("sbk"), item("paper", "A")))
    config = stage.hall.config
    less = msgspec.structs.replace(
        config,
        queues=config.queues[:1],
        services=config.services[2:],
        windows=(config.windows[0],),
        posts=(),
    )
    hall = Hall(less, stage.hall.facts)
    assert shown(hall) == ["paper"]


def test_a_group_with_nothing_offered_today_is_not_shown(stage) -> None:
    empty = msgspec.structs.replace(listed(), groups=(*GROUPS, GroupPart("tax", "税务")))
    stage.do(empty)
    assert [g.id for g in build("catalogue", stage.hall, 0).groups] == ["people", "social"]


def test_the_card_says_what_the_guide_of_the_item_says(stage) -> None:
    stage.do(
        listed(
            item(
                "sbk",
                promised_days=3,
                legal_days=20,
                plain="三天拿到",
                steps=("申请", "发证"),
                steps_en=("Apply",),
            ),
            item("new", legal_days=1, promised_trips=2),
            item("both", "", bundle=("new", "sbk"), limit="当场办好"),
        )
    )
    sbk, new, both = build("catalogue", stage.hall, 0).services
    assert (sbk.limit.zh, sbk.limit.en, sbk.trips) == ("3 个工作日", "3 working days", 1)
    assert (sbk.plain.zh, [s.en for s in sbk.steps]) == ("三天拿到", ["Apply", "发证"])
    assert (new.limit.zh, new.limit.en, new.trips) == ("最多 1 个工作日", "at most 1 working day", 2)
    assert (both.queue, both.limit.zh, [x.zh for x in both.bundle]) == (
        "B",
        "当场办好",
        ["事项new", "事项sbk"],
    )


def test_a_view_is_made_once_a_day_and_again_when_windows_change(stage) -> None:
    first = build("catalogue", stage.hall, stage.now)
    assert build("catalogue", stage.hall, stage.now).services is first.services
    stage.do(SetQueues("w1", ("A", "B")))
    assert build("catalogue", stage.hall, stage.now).services != first.services
