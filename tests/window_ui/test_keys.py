"""The four keys in every state: what makes sense, and which one is next."""

import pytest

from hall.contract.views_common import WindowState
from tests.window_ui.scenes import NOW, served
from window_ui.viewmodels.keys import Facts, keys

ORDER = ("f1", "f2", "f3", "f4")


def of(state: WindowState | None, **changes: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "state": state, "ticket": None, "waiting": 5, "lost": False, "now": NOW, "repeat_max": 3,
    }  # fmt: skip
    if state is WindowState.CALLED:
        facts["ticket"] = served(started=False)
    if state is WindowState.SERVING:
        facts["ticket"] = served()
    rows = keys(Facts(**(facts | changes)), lambda zh: zh)  # type: ignore[arg-type]
    assert tuple(row.id for row in rows) == ORDER, "keys never change places"
    return {row.id: row for row in rows}


def enabled(rows: dict[str, object]) -> list[str]:
    return [k for k in ORDER if rows[k].enabled]  # type: ignore[attr-defined]


def solid(rows: dict[str, object]) -> list[str]:
    return [k for k in ORDER if rows[k].solid]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("state", "makes_sense", "next_right"),
    [
        (WindowState.CLOSED, ["f1"], ["f1"]),
        (WindowState.FREE, ["f1"], ["f1"]),
        (WindowState.CALLED, ["f1", "f2"], ["f1"]),
        (WindowState.SERVING, ["f3"], ["f3"]),
        (WindowState.PAUSED, ["f1"], ["f1"]),
        (None, [], []),
    ],
)
def test_each_state_has_one_next_thing(
    state: WindowState | None, makes_sense: list[str], next_right: list[str]
) -> None:
    rows = of(state)
    assert enabled(rows) == makes_sense
    assert solid(rows) == next_right


@pytest.mark.parametrize("state", [*WindowState, None])
@pytest.mark.parametrize("lost", [False, True])
@pytest.mark.parametrize("waiting", [0, 5])
def test_never_two_solid_keys_and_never_a_grey_solid_one(
    state: WindowState | None, lost: bool, waiting: int
) -> None:
    rows = of(state, lost=lost, waiting=waiting)
    assert len(solid(rows)) <= 1
    assert set(solid(rows)) <= set(enabled(rows))


def test_the_first_key_is_named_after_what_it_does() -> None:
    acts = {state: of(state)["f1"].act for state in WindowState}  # type: ignore[attr-defined]
    assert acts == {
        WindowState.CLOSED: "signon", WindowState.FREE: "call", WindowState.CALLED: "start",
        WindowState.SERVING: "call", WindowState.PAUSED: "resume",
    }  # fmt: skip


def test_nobody_waiting_leaves_nothing_to_call_and_says_so() -> None:
    rows = of(WindowState.FREE, waiting=0)
    assert enabled(rows) == []
    assert rows["f1"].sub == "没有人在等"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("seconds", "sub", "hint", "makes_sense"),
    [
        (14, "14 秒后可以", "14 秒", False),
        (1, "1 秒后可以", "1 秒", False),
        (0, "", "F2", True),
        (-9, "", "F2", True),
    ],
)
def test_calling_again_waits_its_seconds(seconds: int, sub: str, hint: str, makes_sense: bool) -> None:
    key = of(WindowState.CALLED, ticket=served(False, 1, seconds))["f2"]
    assert (key.sub, key.hint, key.enabled) == (sub, hint, makes_sense)  # type: ignore[attr-defined]


def test_after_all_calls_passing_counts_down_and_then_makes_sense() -> None:
    early = of(WindowState.CALLED, ticket=served(False, 3, 0, 74))
    assert early["f2"].sub == "已叫 3 次" and not early["f2"].enabled  # type: ignore[attr-defined]
    assert early["f4"].sub == "74 秒后可以" and not early["f4"].enabled  # type: ignore[attr-defined]
    due = of(WindowState.CALLED, ticket=served(False, 3, 0, 74), now=NOW + 74_000)
    assert enabled(due) == ["f1", "f4"]


def test_passing_before_all_calls_says_how_many_are_left() -> None:
    key = of(WindowState.CALLED, ticket=served(False, 1))["f4"]
    assert (key.sub, key.enabled) == ("再叫 2 次后可以", False)  # type: ignore[attr-defined]


def test_off_line_only_the_visitor_in_hand_can_be_finished() -> None:
    assert enabled(of(WindowState.SERVING, lost=True)) == ["f1", "f3"]
    assert enabled(of(WindowState.CALLED, lost=True)) == ["f1"]
    assert enabled(of(WindowState.SERVING, lost=True, finish_kept=True)) == ["f1"]
    assert of(WindowState.FREE, lost=True)["f1"].act == "retry"  # type: ignore[attr-defined]
