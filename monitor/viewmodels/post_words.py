"""Posts as words: who should be where, what the camera says, why nobody is looked for, and what to do (R034). An empty
seat is a suspicion until a person says otherwise, and what no camera sees is not known."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from hall.contract.base import Text
from hall.contract.posts import Suspension
from hall.contract.sightings import Seat
from hall.contract.supervision import FindingState
from hall.contract.views_wall import WallPost, WallView
from hall.uikit import phrases
from hall.uikit.reasons import REASONS

T = Callable[[str], str]
Of = Callable[[Text], str]
KINDS = {"guide": "导引", "help": "帮办", "consult": "咨询", "front": "前台", "back": "后台"}
SUSPENDED = {
    Suspension.HOURS: "没到时间",
    Suspension.CLOSED: "没人签到",
    Suspension.COVERED: "有人顶岗",
    Suspension.PAUSED: "暂停",
    Suspension.LEAVE: "已说明离开",
}
_WORST = ("bad", "warn", "stale", "good", "unwatched", "plain")
_HERE = (Seat.PRESENT.value, Seat.LEAVING.value)


@dataclass(frozen=True)
class PostRow:
    """One post. `status`: bad (to be checked), warn (empty, or over the time), stale (not known), good, unwatched (not
    known, as no camera looks there), plain (nobody is looked for). `may`: "leave" or "back" where a person may say so,
    else ""."""

    id: str
    name: str
    kind: str
    word: str
    since: str
    status: str
    staff: str
    why: str
    action: str
    may: str


def rows(view: WallView, stale: bool, t: T, of: Of) -> list[PostRow]:
    """Every post: what needs somebody first, then those without a window, where a leave is said, then the windows. Two
    of the same name by their ids too. With old data nothing is claimed."""
    names = Counter(of(p.name) for p in view.posts)
    made = [
        _row(p, view.at, of(p.name) + (f" {p.post}" if names[of(p.name)] > 1 else ""), stale, t)
        for p in view.posts
    ]
    return sorted(made, key=_urgency)


def _urgency(row: PostRow) -> tuple[int, bool, int]:
    rank = _WORST.index(row.status)
    return min(rank, _WORST.index("good")), row.may == "", rank


def _row(post: WallPost, at_ms: int, name: str, stale: bool, t: T) -> PostRow:
    kind = t(KINDS.get(post.kind, post.kind))
    if stale:
        return PostRow(post.post, name, kind, t("不知道"), "", "stale", "", "", "", "")
    word, status = _seat(post)
    since = phrases.when(post.since_ms, at_ms) if post.watched else ""
    may = "" if post.window else "back" if post.leave is not None else "leave"
    return PostRow(
        post.post,
        name,
        kind,
        t(word),
        t("{at} 起").format(at=since) if since else "",
        status,
        post.staff,
        _why(post, t),
        t(_action(post)),
        may,
    )


def _seat(post: WallPost) -> tuple[str, str]:
    """What the camera says, and how it is to be taken."""
    quiet = post.suspended is not Suspension.NONE
    word, status = {
        Seat.PRESENT.value: ("有人", "good"),
        Seat.LEAVING.value: ("刚离开", "good"),
        Seat.ABSENT.value: ("空着", "warn"),
    }.get(post.seat, ("不知道", "stale"))
    if post.away is not None:
        return ("离岗" if post.away is FindingState.CONFIRMED else "疑似离岗"), "bad"
    if quiet:
        return word, "plain"
    return word, status if post.watched else "unwatched"


def _why(post: WallPost, t: T) -> str:
    """Why nobody is looked for, until when as far as it was said; or how long ago somebody should have been back."""
    leave = post.leave
    if leave is not None:
        reason = t(REASONS.get(leave.reason, leave.reason))
        over = "说好 {at} 回来：{reason}，{who} 说的"
        said = "已说明离开到 {at}：{reason}，{who} 说的" if post.suspended is Suspension.LEAVE else over
        return t(said).format(at=phrases.clock(leave.back_ms), reason=reason, who=leave.by)
    if post.suspended is Suspension.NONE:
        return "" if post.watched else t("没有摄像头看着")
    word = t(SUSPENDED[post.suspended])
    return t("{word}到 {at}").format(word=word, at=phrases.clock(post.until_ms)) if post.until_ms else word


def _action(post: WallPost) -> str:
    """What to do about it now; "" where there is nothing to do."""
    if post.suspended is not Suspension.NONE:
        return ""
    if post.away is FindingState.CONFIRMED:
        return "安排人顶岗"
    if post.away is not None:
        return "去看一下，再在提醒里核实"
    if post.leave is not None and post.seat not in _HERE:
        return "时间到了，联系本人"
    if post.seat == Seat.ABSENT.value:
        return "先等等，还没到提醒的时间" if post.window else "要离开的，请先说明"
    blind = post.watched and post.seat == Seat.UNKNOWN.value
    return "看监控 (S)，再去看一下" if blind else ""


def fact(view: WallView, t: T, of: Of) -> tuple[str, str, str]:
    """Word, detail and status for the wall's line: posts a camera watches and where somebody should be now."""
    watched = [p for p in view.posts if p.watched]
    due = [p for p in watched if p.suspended is Suspension.NONE]
    confirmed = [p for p in view.posts if p.away is FindingState.CONFIRMED]
    suspected = [p for p in view.posts if p.away in (FindingState.SUSPECTED, FindingState.RAISED)]
    total = len(due)
    if confirmed or suspected:
        parts = (
            (t("缺 {n}"), t("{names}离岗"), confirmed),
            (t("疑缺 {n}"), t("{names}待核实"), suspected),
        )
        word = " ".join(head.format(n=len(some)) for head, _, some in parts if some)
        names = [line.format(names=_names(some, view, t, of)) for _, line, some in parts if some]
        return f"{word} / {max(total, len(confirmed) + len(suspected))}", t("，").join(names), "bad"
    if not watched:
        return t("没有"), t("没有配置"), "stale"
    if total == 0:
        return t("没开"), t("现在没有要在岗的"), "stale"
    here = sum(p.seat in _HERE for p in due)
    unknown = sum(p.seat == Seat.UNKNOWN.value for p in due)
    absent = total - here - unknown
    if absent:
        return t("空 {n} / {total}").format(n=absent, total=total), t("刚离开，还没到提醒的时间"), "warn"
    if unknown:
        return t("不知道 {n} / {total}").format(n=unknown, total=total), t("摄像头看不到"), "stale"
    return f"{total}/{total} {t('在')}", t("摄像头看着的 {n} 个岗位都有人").format(n=total), "good"


def _names(some: list[WallPost], view: WallView, t: T, of: Of) -> str:
    """7、9 号窗、A 区导办台: windows by their numbers, other posts by name."""
    numbers = {w.window: w.name for w in view.windows}
    at_windows = t("、").join(numbers[p.window] for p in some if p.window in numbers)
    windows = [t("{names} 号窗").format(names=at_windows)] if at_windows else []
    return t("、").join([*windows, *(of(p.name) for p in some if p.window not in numbers)])
