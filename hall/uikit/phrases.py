"""How times, dates and waits are said on every screen, in both languages. Pure; hall time is Asia/Shanghai."""

import datetime as dt
from zoneinfo import ZoneInfo

from hall.contract.views_common import Range

HALL_ZONE = ZoneInfo("Asia/Shanghai")
_DAYS_ZH = "一二三四五六日"
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment(at_ms: int) -> dt.datetime:
    """The hall's local time of a millisecond stamp."""
    return dt.datetime.fromtimestamp(at_ms / 1000, HALL_ZONE)


def clock(at_ms: int) -> str:
    """09:42; an empty string for 0 (not known)."""
    return moment(at_ms).strftime("%H:%M") if at_ms else ""


def when(then_ms: int, at_ms: int) -> str:
    """The clock of today, of another day its date too: 10:32, 11-19 10:32; an empty string for 0 (not known)."""
    if not then_ms:
        return ""
    then = moment(then_ms)
    if then.date() == moment(at_ms).date():
        return clock(then_ms)
    return f"{then.month}-{then.day} {clock(then_ms)}"


def brief(then_ms: int, at_ms: int) -> str:
    """As `when` where there is room for a clock alone: 10:32, of another day 11-19; an empty string for 0."""
    return when(then_ms, at_ms).partition(" ")[0]


def date(at_ms: int, english: bool) -> str:
    """11月20日 周五 / Fri 20 Nov; empty for 0."""
    if not at_ms:
        return ""
    when = moment(at_ms)
    if english:
        return f"{_DAYS_EN[when.weekday()]} {when.day} {_MONTHS_EN[when.month - 1]}"
    return f"{when.month}月{when.day}日 周{_DAYS_ZH[when.weekday()]}"


def opening(next_ms: int, now_ms: int, english: bool) -> str:
    """When it opens next: 今天 13:30 开 / 明天 … / 下周一 … / 11月25日 …; empty for 0."""
    if not next_ms:
        return ""
    when, now = moment(next_ms), moment(now_ms)
    days = (when.date() - now.date()).days
    time = f"{when.hour}:{when.minute:02d}"
    weeks = (_monday(when) - _monday(now)).days // 7
    if english:
        day = ("today", "tomorrow")[days] if days in (0, 1) else date(next_ms, True)
        return f"opens {day} {time}"
    if days in (0, 1, 2):
        return f"{('今天', '明天', '后天')[days]} {time} 开"
    if weeks in (0, 1):
        return f"{('周', '下周')[weeks]}{_DAYS_ZH[when.weekday()]} {time} 开"
    return f"{when.month}月{when.day}日 {time} 开"


def _monday(when: dt.datetime) -> dt.date:
    return when.date() - dt.timedelta(days=when.weekday())


def minutes(low: int, high: int, english: bool) -> str:
    """15–25 分钟 / 15–25 min."""
    span = str(low) if low == high else f"{low}–{high}"
    return f"{span} min" if english else f"{span} 分钟"


def wait(range_: Range, english: bool) -> str:
    """约10–20分钟, 估算10–20分钟 or 没有窗口在开."""
    if not range_.known:
        return "no window open" if english else "没有窗口在开"
    span = minutes(range_.low_min, range_.high_min, english)
    if english:
        return f"roughly {span}" if range_.rough else span
    return ("估算" if range_.rough else "约") + span.replace(" ", "")


def seconds(span_ms: int) -> str:
    """06:12, for timers; negative spans count as zero; above an hour 1:06:12."""
    total = max(0, span_ms) // 1000
    hours, rest = divmod(total, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60:02d}:{rest % 60:02d}"
