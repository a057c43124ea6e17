"""The four keys of a window as a table: what each is called, if it makes sense now, and which comes next.

Pure: the facts come in, the rows go out. The hall decides again by its own table; this one only keeps keys honest.
"""

from collections.abc import Callable
from dataclasses import dataclass

from hall.contract.views_common import WindowState
from hall.contract.views_window import ServedTicket


@dataclass(frozen=True)
class Key:
    """One key. `sub` says why it must wait; `hint` stands beside the word: the F key, or the seconds left."""

    id: str  # f1 … f4
    act: str  # what pressing it does: call, start, resume, retry, signon, recall, finish, pass
    text: str
    short: str  # for the bar
    hint: str
    sub: str
    enabled: bool
    solid: bool


@dataclass(frozen=True)
class Facts:
    """What the keys depend on. `lost`: the hall is not heard; `busy`: a command is under way."""

    state: WindowState | None
    ticket: ServedTicket | None
    waiting: int
    lost: bool
    now: int
    repeat_max: int
    finish_kept: bool = False


def _left_s(until_ms: int, now: int) -> int:
    return max(0, -(-(until_ms - now) // 1000))


def keys(facts: Facts, t: Callable[[str], str]) -> tuple[Key, ...]:
    """The four keys in order. Exactly one is solid unless nothing can be done at all."""
    first = _first(facts, t)
    recall_hint, recall_sub, may_recall = _recall(facts, t)
    pass_hint, pass_sub, may_pass = _pass(facts, t)
    serving = facts.state is WindowState.SERVING
    may_finish = serving and not facts.finish_kept
    return (
        first,
        Key("f2", "recall", t("重呼"), t("重呼"), recall_hint, recall_sub, may_recall, False),
        Key("f3", "finish", t("完成"), t("完成"), "F3", "", may_finish, may_finish and not facts.lost),
        Key("f4", "pass", t("过号"), t("过号"), pass_hint, pass_sub, may_pass, False),
    )


def _first(facts: Facts, t: Callable[[str], str]) -> Key:
    if facts.lost:
        return Key("f1", "retry", t("再连一次"), t("再连"), "F1", "", True, True)
    table = {
        WindowState.CLOSED: ("signon", "签到", "签到"),
        WindowState.CALLED: ("start", "到了，开始办", "到了"),
        WindowState.PAUSED: ("resume", "恢复", "恢复"),
    }
    if facts.state in table:
        act, text, short = table[facts.state]
        return Key("f1", act, t(text), t(short), "F1", "", True, True)
    may = facts.state is WindowState.FREE and facts.waiting > 0
    sub = t("没有人在等") if facts.state is WindowState.FREE and facts.waiting == 0 else ""
    return Key("f1", "call", t("呼叫下一位"), t("呼叫"), "F1", sub, may, may)


def _recall(facts: Facts, t: Callable[[str], str]) -> tuple[str, str, bool]:
    """Hint, reason and sense of 重呼: at most `repeat_max` calls, 20 s apart (supervision.md §3.2)."""
    if facts.lost or facts.state is not WindowState.CALLED or facts.ticket is None:
        return "F2", "", False
    if facts.ticket.recall_from_ms == 0:
        return "F2", t("已叫 {n} 次").format(n=facts.ticket.times), False
    left = _left_s(facts.ticket.recall_from_ms, facts.now)
    if left:
        return t("{n} 秒").format(n=left), t("{n} 秒后可以").format(n=left), False
    return "F2", "", True


def _pass(facts: Facts, t: Callable[[str], str]) -> tuple[str, str, bool]:
    """Hint, reason and sense of 过号: after all calls and the grace time."""
    if facts.lost or facts.state is not WindowState.CALLED or facts.ticket is None:
        return "F4", "", False
    more = facts.repeat_max - facts.ticket.times
    if facts.ticket.pass_from_ms == 0:
        return "F4", t("再叫 {n} 次后可以").format(n=max(1, more)), False
    left = _left_s(facts.ticket.pass_from_ms, facts.now)
    if left:
        return t("{n} 秒").format(n=left), t("{n} 秒后可以").format(n=left), False
    return "F4", "", True
