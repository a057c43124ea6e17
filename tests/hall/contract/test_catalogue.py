"""Faults of an item list, and of what windows are for: each with its place and what to do."""

import pytest

from hall.contract.config import GroupPart, HallConfig, HallPart, QueuePart, ServicePart, WindowPart, ZonePart
from hall.contract.config_catalogue import Surroundings, faults, id_faults, is_day, surroundings
from hall.contract.config_rules import rules

GROUPS = (GroupPart("people", "个人"), GroupPart("social", "社保", parent="people"), GroupPart("tax", "税务"))
AROUND = Surroundings(frozenset({"A", "B"}), {"A": frozenset({"sign"}), "B": frozenset()})


def item(own: str = "card", **more: object) -> ServicePart:
    facts: dict[str, object] = {"group": "social", "queue": "A", "name": f"事项{own}"}
    return ServicePart(own, **{**facts, **more})  # type: ignore[arg-type]


def found(*items: ServicePart, groups: tuple[GroupPart, ...] = GROUPS) -> list[tuple[str, str]]:
    """Where, and what is wrong."""
    return [(f"{f.table}[{f.row}].{f.field}", f.what) for f in faults(groups, items, AROUND)]


def test_a_good_list_has_no_fault() -> None:
    good = (
        item(starts="2026-01-01", ends="2026-07-01", legal_days=20, promised_days=5, skill="sign"),
        item("b", queue="B", charged=True, fee="20 元", after=("card",)),
        item("both", queue="", bundle=("card", "b")),
        item("far", queue="", elsewhere="市车管所"),
    )
    assert found(*good) == []
    assert list(id_faults(GROUPS, good)) == []


@pytest.mark.parametrize(
    ("more", "field", "what"),
    [
        ({"group": "socail"}, "group", "no group 'socail'"),
        ({"group": "people"}, "group", "holds groups"),
        ({"queue": "C"}, "queue", "no queue 'C'"),
        ({"queue": ""}, "queue", "is missing"),
        ({"elsewhere": "车管所"}, "elsewhere", "done elsewhere"),
        ({"skill": "weld"}, "skill", "no window of queue 'A' has the skill 'weld'"),
        ({"legal_days": 5, "promised_days": 6}, "promised_days", "6 days are promised, but the law gives 5"),
        ({"promised_trips": -1}, "promised_trips", "-1 is negative"),
        ({"slot": 4, "slot_min": 3}, "slot_min", "3 min"),
        ({"charged": True}, "fee", "no fee is said"),
        ({"starts": "2026-02-30"}, "starts", "is no day"),
        ({"ends": "2026/07/01"}, "ends", "is no day"),
        ({"starts": "2026-07-01", "ends": "2026-07-01"}, "ends", "before it starts"),
        ({"name": " "}, "name", "is empty"),
        ({"guide": "字" * 2001}, "guide", "2001 characters"),
        ({"materials": ("表",), "materials_en": ("a", "b")}, "materials_en", "more lines"),
        ({"bundle": ("card",)}, "bundle", "two or more"),
        ({"after": ("nothing",)}, "after", "no item 'nothing'"),
        ({"after": ("card",)}, "after", "names itself"),
    ],
)
def test_each_fault_has_its_field_and_words(more: dict[str, object], field: str, what: str) -> None:
    places = found(item(**more))
    assert [p for p, w in places if what in w] == [f"services[0].{field}"], places


def test_a_near_name_is_offered() -> None:
    (fault,) = faults(GROUPS, (item(group="socail"),), AROUND)
    assert fault.do == "did you mean 'social'?"


def test_the_menu_has_two_levels_and_no_third() -> None:
    deep = (*GROUPS, GroupPart("card", "社保卡", parent="social"), GroupPart("odd", "别的", parent="nobody"))
    assert [p for p, _ in found(item(group="tax"), groups=deep)] == ["groups[3].parent", "groups[4].parent"]


def test_nothing_stands_twice() -> None:
    twice = (item(code="7"), item("b", name="事项card", code="7"))
    assert found(*twice) == [
        ("services[1].name", "'事项card' is already the name of services[0] in the same group"),
        ("services[1].code", "'7' is already the code of services[0]"),
    ]
    assert found(item(), item("b", name="事项card", department="区税务局")) == []
    ids = [f.what for f in id_faults(GROUPS, (item(), item(), item("a b")))]
    assert ids == ["'card' is already the id of services[0]", "'a b' is no id"]


def test_items_that_wait_for_one_another_are_one_fault() -> None:
    circle = (
        item("a", after=("c",)),
        item("b", after=("a",)),
        item("c", after=("b",)),
        item("d", after=("a",)),
    )
    where = [p for p, w in found(*circle) if "comes back to itself" in w]
    assert where == ["services[0].after", "services[1].after", "services[2].after"]


def test_a_bundle_holds_single_items_of_the_list() -> None:
    odd = (
        item("a"),
        item("b", bundle=("a", "c")),
        item("c", bundle=("a", "b")),
        item("d", bundle=("a", "x")),
    )
    assert [p for p, _ in found(*odd)] == ["services[1].bundle", "services[2].bundle", "services[3].bundle"]


@pytest.mark.parametrize(
    ("text", "good"), [("2026-07-01", True), ("20260701", False), ("", False), ("2026-7-1", False)]
)
def test_days_are_written_one_way(text: str, good: bool) -> None:
    assert is_day(text) is good


# --- windows ----------------------------------------------------------------------------------------------------


def hall(window: WindowPart, *queues: QueuePart, kind: str = "main") -> list[str]:
    """Places of what is wrong."""
    config = HallConfig(
        HallPart("h", "大厅", kind=kind),
        (ZonePart("A", "综合区"),),
        queues or (QueuePart("q", "A", "A", "综合"),),
        (GroupPart("g", "类"),),
        (ServicePart("s", "g", "q", "事"),),
        (window,),
    )
    return [place for place, _, _ in rules(config)]


def window(*queues: str, **more: object) -> WindowPart:
    return WindowPart("1", "A", "1", queues, **more)  # type: ignore[arg-type]


GENERAL = QueuePart("q", "A", "A", "综合", general=True)
CASH = QueuePart("c", "B", "A", "收费", role="cashier")


def test_a_window_serves_what_its_roles_allow() -> None:
    assert hall(window("q")) == []
    assert hall(window("q", "c", roles=("accept", "cashier")), GENERAL, CASH) == []
    assert hall(window("q", "c", roles=("accept",)), GENERAL, CASH) == ["windows[0].queues[1]"]
    assert hall(window("q", roles=("accept", "cash"))) == ["windows[0].roles[1]"]
    assert hall(window("q"), QueuePart("q", "A", "A", "综合", role="issuing")) == ["queues[0].role"]


def test_a_comprehensive_window_needs_no_queue_of_its_own_but_general_ones() -> None:
    assert hall(window(comprehensive=True), GENERAL) == []
    assert "windows[0].comprehensive" in hall(window("q", comprehensive=True))
    assert hall(window(comprehensive=True, roles=("issue",)), GENERAL) == ["windows[0].roles"]
    assert "windows[0].queues" in hall(window())
    assert "queues[1]" in hall(window(comprehensive=True), GENERAL, CASH), "nobody calls the cashier's queue"


def test_skills_of_comprehensive_windows_count_for_general_queues() -> None:
    config = HallConfig(
        HallPart("h", "大厅"),
        (ZonePart("A", "综合区"),),
        (GENERAL, CASH),
        (GroupPart("g", "类"),),
        (ServicePart("s", "g", "q", "事"),),
        (window("c", comprehensive=True, skills=("sign",)),),
    )
    assert surroundings(config).skills == {"q": frozenset({"sign"}), "c": frozenset({"sign"})}


def test_the_kind_of_hall_is_main_or_branch() -> None:
    assert hall(window("q"), kind="branch") == []
    assert hall(window("q"), kind="centre") == ["hall.kind"]
