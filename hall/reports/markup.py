"""Small pieces of the report's page: both languages, sections, tables, figures. A zero is quiet."""

from html import escape

from hall.contract.base import Text
from hall.domain.calendar import clock, day_start, when
from hall.reports.shapes import Spread


def t(zh: str, en: str) -> str:
    """Both languages; the switch shows one."""
    return f'<span class="zh">{escape(zh)}</span><span class="en">{escape(en)}</span>'


def both(text: Text) -> str:
    return escape(text.zh) if text.en in ("", text.zh) else t(text.zh, text.en)


def section(title: Text, inner: str) -> str:
    return f"<section><h2>{both(title)}</h2>{inner}</section>"


def table(head: tuple[Text, ...], rows: list[list[str]], kind: str = "") -> str:
    top = "".join(f"<th>{both(x)}</th>" for x in head)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f'<table class="{kind}">'
        + (f"<thead><tr>{top}</tr></thead>" if head else "")
        + f"<tbody>{lines}</tbody></table>"
    )


def num(n: int, kind: str = "") -> str:
    """0 is quiet."""
    return f'<span class="{kind or "n"}">{n}</span>' if n else '<span class="off">0</span>'


def minutes(seconds: int, n: int) -> str:
    """Whole minutes with their unit, below one minute in seconds; a dash where nothing was measured (`n` 0)."""
    if not n:
        return '<span class="off">—</span>'
    if seconds < 60:
        return t(f"{seconds} 秒", f"{seconds} s")
    if seconds < 3600:
        return t(f"{round(seconds / 60)} 分钟", f"{round(seconds / 60)} min")
    hours, rest = divmod(round(seconds / 60), 60)
    return t(f"{hours} 小时 {rest} 分", f"{hours} h {rest} min")


def spread_words(spread: Spread) -> str:
    if not spread.n:
        return '<span class="off">—</span>'
    values = " / ".join(str(round(x / 60)) for x in (spread.p50_s, spread.p90_s, spread.max_s))
    return t(f"{values} 分钟", f"{values} min")


def to_second(ms: int) -> str:
    return f"{clock(ms)}:{ms // 1000 % 60:02d}"


def hm(ms: int, day: str) -> str:
    """The clock, with the date before it where that is not `day`."""
    return when(ms, day_start(day)) if ms else "—"
