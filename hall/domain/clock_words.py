"""Times as people say them: 13:30, 下周一 9:00. Hall time is Asia/Shanghai."""

from datetime import datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
_DAYS_ZH = "一二三四五六日"
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def clock(ms: int) -> datetime:
    """The hall's local time of a ms time-stamp. China has kept +08:00 without summer time since 1991."""
    return datetime.fromtimestamp(ms / 1000, SHANGHAI)


def clock_text(ms: int, now: int) -> tuple[str, str]:
    """(zh, en) of a coming time, as short as it is clear: today 13:30, tomorrow, 下周一 9:00, or the date."""
    then, today = clock(ms), clock(now)
    hm = f"{then.hour}:{then.minute:02d}"
    days = (then.date() - today.date()).days
    if days == 0:
        return f"今天 {hm}", f"today at {hm}"
    if days == 1:
        return f"明天 {hm}", f"tomorrow at {hm}"
    weekday = then.isoweekday()
    if 1 < days <= 7:
        next_week = then.isocalendar().week != today.isocalendar().week
        zh = f"{'下' if next_week else ''}周{_DAYS_ZH[weekday - 1]} {hm}"
        return zh, f"{_DAYS_EN[weekday - 1]} at {hm}"
    return f"{then.month}月{then.day}日 {hm}", f"{then:%Y-%m-%d} at {hm}"
