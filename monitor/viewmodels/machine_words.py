"""Ticket machines as wholes: how many work, and for each what it can still do, since when, what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass

from hall.contract.base import Text
from hall.contract.people import Way
from hall.contract.views_wall import MachineState, WallMachine, WallView
from hall.uikit import phrases

T = Callable[[str], str]
Of = Callable[[Text], str]
WORST = (MachineState.OUT, MachineState.LIMITED, MachineState.UNKNOWN, MachineState.WORKING)
WORDS = {
    MachineState.OUT: ("用不了", "bad"),
    MachineState.LIMITED: ("能用一部分", "warn"),
    MachineState.UNKNOWN: ("不知道", "stale"),
    MachineState.WORKING: ("正常", "good"),
}
WAYS = {
    Way.CARD: "刷卡",
    Way.CODE: "扫码",
    Way.FACE: "刷脸",
    Way.PHONE: "手机号",
    Way.TYPED: "姓名",
}


@dataclass(frozen=True)
class MachineRow:
    """One machine. `can` and `cannot` are ways and the slip; `status`: good, warn, bad or stale; `place` of one outside
    the hall."""

    id: str
    name: str
    word: str
    status: str
    since: str
    can: str
    cannot: str
    why: str
    action: str
    place: str = ""


def row(machine: WallMachine, at_ms: int, stale: bool, t: T, of: Of) -> MachineRow:
    """A machine as words; with old data nothing is claimed."""
    name, place = of(machine.name), of(machine.place)
    if stale:
        return MachineRow(machine.kiosk, name, t("不知道"), "stale", "", "", "", "", "", place)
    word, status = WORDS[machine.state]
    out = machine.state is MachineState.OUT
    able = [t(words) for way, words in WAYS.items() if way in machine.ways] + [t("打票")] * machine.prints
    unable = [t(words) for way, words in WAYS.items() if way in machine.lost]
    unable += [t("打票")] * machine.no_slips
    bad = [x for x in machine.parts if of(x.why)]
    why = t("，").join(_sentence(x.name, x.why, of) for x in bad)
    if status == "good" and bad:
        word, status = "注意", "warn"
    since = phrases.when(machine.since_ms, at_ms)
    return MachineRow(
        machine.kiosk,
        name,
        t(word),
        status,
        t("{at} 起").format(at=since) if since else "",
        t("、").join(able),
        t("、").join(unable),
        of(machine.why) if out else why,
        of(machine.action),
        place,
    )


def _sentence(name: Text, why: Text, of: Of) -> str:
    space = " " if of(name)[-1:].isascii() else ""
    return f"{of(name)}{space}{of(why)}"


HEADS = {
    MachineState.OUT: "用不了 {n} / {total}",
    MachineState.LIMITED: "部分能用 {n} / {total}",
    MachineState.UNKNOWN: "不知道 {n} / {total}",
}


def fact(view: WallView, t: T, of: Of) -> tuple[str, str, str]:
    """Word, detail and status for the wall's line: the worst machine by name. Those outside the hall are counted apart:
    nobody can walk there."""
    machines = sorted(view.machines, key=lambda x: WORST.index(x.state))
    worst = machines[0]
    here = [x for x in machines if not of(x.place)]
    away = [x for x in machines if of(x.place)]
    if worst.state is MachineState.WORKING:
        warned = next((x for x in machines if of(x.why)), None)
        outside = f" · {t('馆外 {n} 台').format(n=len(away))}" if away else ""
        detail = of(warned.why) if warned is not None else t("都能用") + outside
        total = len(here or away)
        return f"{total}/{total} {t('好')}", detail, "good" if warned is None else "warn"
    mine = away if of(worst.place) else here
    same = sum(x.state is worst.state for x in mine)
    word = t(HEADS[worst.state]).format(n=same, total=len(mine))
    if mine is away:
        word = f"{t('馆外')} {word}"
    more = sum(x.state is worst.state for x in machines) - 1
    detail = of(worst.why) + (t("，还有 {n} 处").format(n=more) if more else "")
    return word, detail, WORDS[worst.state][1]
