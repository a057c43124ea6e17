"""Environment, devices, ticket machines, cameras and posts as one word and one figure each, the worst first. Unknown
is never good.

Pure: the view comes in, rows go out.
"""

from collections.abc import Callable
from dataclasses import dataclass

from hall.contract.base import Text
from hall.contract.views_wall import WallDevice, WallView
from hall.uikit import phrases
from monitor.viewmodels import air_words, flow_words, machine_words, post_words

T = Callable[[str], str]
Of = Callable[[Text], str]


MOST = 6
_GIVES_WAY = ("cameras", "machines", "posts")


@dataclass(frozen=True)
class Fact:
    """One subject. `status`: good, warn, bad, or stale (not known)."""

    id: str
    icon: str
    title: str
    word: str
    detail: str
    status: str


def facts(view: WallView, stale: bool, t: T, of: Of) -> tuple[Fact, ...]:
    """The rows in their fixed order; one for strangers at the door only when there were some. There is room for six:
    what is well, or not there, gives way."""
    rows = [
        environment(view, t, of),
        *((flow(view, t, of),) if view.flows else ()),
        gear("devices", "plug", t("设备"), view, view.devices, "ready", t, of),
        *((machines(view, t, of),) if view.machines else ()),
        gear("cameras", "camera", t("摄像头"), view, view.cameras, "ok", t, of),
        posts(view, t, of),
        by_hand(view, t),
    ]
    if view.refused:
        word = t("挡住 {n} 次").format(n=view.refused)
        rows.append(Fact("access", "lock", t("陌生连接"), word, t("没有让进来，请查是谁"), "warn"))
    if stale:
        return tuple(Fact(f.id, f.icon, f.title, t("不知道"), "", "stale") for f in rows)
    for ident in _GIVES_WAY:
        if len(rows) > MOST:
            rows = [x for x in rows if x.id != ident or x.status not in ("good", "stale")]
    return tuple(rows)


def by_hand(view: WallView, t: T) -> Fact:
    """What is live and differs from what is usual: closed by hand, without voice, windows with other queues."""
    closed = sum(bool(q.closed) for q in view.queues)
    holds = (
        (t("停号 {n}"), closed),
        (t("无声 {n}"), sum(z.quiet for z in view.zones)),
        (t("换窗 {n}"), sum(w.other for w in view.windows)),
    )
    line = " · ".join(words.format(n=n) for words, n in holds if n)
    places = sum(n for _, n in holds)
    if not places:
        return Fact("dispatch", "swap", t("调度"), t("照配置"), t("按 D 或点这里调度"), "plain")
    word = t("改动 {n} 处").format(n=places)
    return Fact("dispatch", "swap", t("调度"), word, line, "warn" if closed else "note")


def environment(view: WallView, t: T, of: Of) -> Fact:
    """Two levels by rule, good unless somebody or something found otherwise (R037); unknown where a camera that should
    judge cannot."""
    title = t("环境")
    blind = len(view.unjudged)
    if blind and not view.poor:
        word = t("不知道 {n} 处").format(n=blind)
        names = t("、").join(of(x) for x in view.unjudged)
        return Fact(
            "environment", "leaf", title, word, t("{names}，现在判断不了").format(names=names), "stale"
        )
    if not view.poor:
        said = air_words.line(view, t) or t("没有人记下问题 · 点这里记")
        return Fact("environment", "leaf", title, t("环境好"), said, "good")
    since = _since(view.poor_since_ms, view, t)
    more = t("，还有 {n} 处").format(n=len(view.poor) - 1) if len(view.poor) > 1 else ""
    word = t("环境差 {n} 处").format(n=len(view.poor))
    unknown = t(" · 未知 {n}").format(n=blind) if blind else ""
    return Fact("environment", "leaf", title, word + unknown, of(view.poor[0]) + since + more, "warn")


def flow(view: WallView, t: T, of: Of) -> Fact:
    """People in and out at the entrances."""
    word, detail, status = flow_words.fact(view, t, of)
    return Fact("flow", "people", t("进出"), word, detail, status)


def machines(view: WallView, t: T, of: Of) -> Fact:
    """Ticket machines as wholes."""
    word, detail, status = machine_words.fact(view, t, of)
    return Fact("machines", "printer", t("取号机"), word, detail, status)


def gear(
    ident: str, icon: str, title: str, view: WallView, all_of: tuple[WallDevice, ...], good: str, t: T, of: Of
) -> Fact:
    """Devices or cameras: how many do not work and how many nobody knows of, else all good. What cannot confirm that it
    works, a mute display or one that never said a word, is counted as neither."""
    total = len(all_of)
    if total == 0:
        return Fact(ident, icon, title, t("没有"), t("没有配置"), "stale")
    mute = [d for d in all_of if d.truth == "sent"]
    unknown = [d for d in all_of if d.state == "unknown" and d.truth != "sent"]
    broken = [d for d in all_of if d.state not in (good, "unknown") or d.truth == "wrong"]
    warned = [d for d in all_of if d.state == good and of(d.why) and d.truth in ("", "shows")]
    if broken:
        word = f"{t('坏')} {len(broken)} / {total}"
        word += t(" · 未知 {n}").format(n=len(unknown)) if unknown else ""
        return Fact(ident, icon, title, word, _named(broken, view, t, of), "warn")
    if unknown:
        word = t("不知道 {n} / {total}").format(n=len(unknown), total=total)
        return Fact(ident, icon, title, word, _named(unknown, view, t, of), "stale")
    if warned:
        word = t("注意 {n} / {total}").format(n=len(warned), total=total)
        return Fact(ident, icon, title, word, _named(warned, view, t, of), "warn")
    silent = sum(not d.heard and d.truth != "sent" for d in all_of)
    sure = f"{total - len(mute) - silent}/{total} {t('好')}"
    if silent:
        return Fact(ident, icon, title, sure, t("{n} 台无法确认").format(n=silent + len(mute)), "note")
    if mute:
        return Fact(ident, icon, title, sure, t("{n} 块屏不回话，无法确认").format(n=len(mute)), "note")
    return Fact(ident, icon, title, sure, t("没有报坏的"), "good")


def _named(some: list[WallDevice], view: WallView, t: T, of: Of) -> str:
    """The worst by name and why; the others as a count."""
    first = some[0]
    space = " " if of(first.name)[-1:].isascii() else ""
    since = _since(first.since_ms, view, t)
    more = t("，还有 {n} 处").format(n=len(some) - 1) if len(some) > 1 else ""
    return f"{of(first.name)}{space}{of(first.why)}{since}{more}"


def _since(since_ms: int, view: WallView, t: T) -> str:
    return t("，{at} 起").format(at=phrases.brief(since_ms, view.at)) if since_ms else ""


def posts(view: WallView, t: T, of: Of) -> Fact:
    """Posts where somebody should be now."""
    word, detail, status = post_words.fact(view, t, of)
    return Fact("posts", "person", t("在岗"), word, detail, status)
