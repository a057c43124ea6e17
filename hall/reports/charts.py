"""Pictures of the report as inline SVG: people waiting over the morning, tickets by quarter of an hour, one bar."""

from collections.abc import Sequence

from hall.domain.calendar import clock

WIDTH, HEIGHT = 960, 260
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 16, 28
HALF_HOUR_MS = 30 * 60_000


def morning(
    waiting: Sequence[tuple[int, int]], arrivals: Sequence[tuple[int, int]], step_ms: int = 900_000
) -> str:
    """People waiting as an area, tickets taken by quarter of an hour as bars behind it; one scale for both."""
    if len(waiting) < 2:
        return ""
    first, last = waiting[0][0], waiting[-1][0]
    top = max([1, *(n for _, n in waiting), *(n for _, n in arrivals)])
    top = -(-top // 5) * 5

    def x(at: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (at - first) / (last - first)

    def y(n: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * n / top

    parts = [f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img">']
    for n in range(0, top + 1, max(1, top // 5)):
        parts.append(f'<line class="rule" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(n):.1f}" y2="{y(n):.1f}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(n) + 5:.1f}" text-anchor="end">{n}</text>')
    for at, n in arrivals:
        x0, x1 = max(LEFT, x(at)), min(WIDTH - RIGHT, x(at + step_ms))
        if n and x1 > x0:
            parts.append(
                f'<rect class="bar" x="{x0 + 2:.1f}" y="{y(n):.1f}" width="{max(1.0, x1 - x0 - 4):.1f}" '
                f'height="{HEIGHT - BOTTOM - y(n):.1f}"/>'
            )
    points: list[str] = []
    for (at, n), (_, before) in zip(waiting, [waiting[0], *waiting], strict=False):
        points += [f"{x(at):.1f},{y(before):.1f}", f"{x(at):.1f},{y(n):.1f}"]
    base = HEIGHT - BOTTOM
    parts.append(
        f'<polygon class="area" points="{x(first):.1f},{base} {" ".join(points)} {x(last):.1f},{base}"/>'
    )
    parts.append(f'<polyline class="line" points="{" ".join(points)}"/>')
    at = -(-first // HALF_HOUR_MS) * HALF_HOUR_MS
    while at <= last:
        side = "end" if x(at) > WIDTH - RIGHT - 20 else "middle"
        parts.append(f'<text x="{x(at):.1f}" y="{HEIGHT - 6}" text-anchor="{side}">{clock(at)}</text>')
        at += HALF_HOUR_MS
    parts.append("</svg>")
    return "".join(parts)


def bar(share: float, kind: str = "") -> str:
    """A thin bar, 0..1."""
    width = max(0.0, min(1.0, share)) * 100
    return f'<span class="track"><span class="fill {kind}" style="width:{width:.1f}%"></span></span>'
