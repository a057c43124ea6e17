"""Where to go: the sentence on slip and screen for a queue, from the windows that serve it."""

from hall.contract.base import Text
from hall.domain.state import Hall


def numbers(windows: list[str]) -> str:
    """Window numbers as people write them: 3–8, or 3、5、9. Consecutive runs of three or more are joined."""
    if not all(w.isdigit() for w in windows):
        return "、".join(windows)
    left = sorted({int(w) for w in windows})
    runs: list[list[int]] = []
    for n in left:
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    parts: list[str] = []
    for run in runs:
        parts.extend([f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(n) for n in run])
    return "、".join(parts)


def place(hall: Hall, queue: str) -> Text:
    """2楼 B区 3–8号窗口. Zones whose id is one letter are called by it, others by their name."""
    zone = hall.zone_of_queue(queue)
    windows = [hall.windows[w].number for w in hall.windows_of_queue[queue]]
    nums = numbers(windows)
    short_zh = f"{zone.id}区" if len(zone.id) == 1 else zone.name
    short_en = f"zone {zone.id}" if len(zone.id) == 1 else (zone.name_en or zone.name)
    word = "window" if len(windows) == 1 else "windows"
    zh = f"{zone.floor}楼 {short_zh} {nums}号窗口"
    return Text(zh, f"Floor {zone.floor}, {short_en}, {word} {nums.replace('、', ', ')}")


def route(hall: Hall, queue: str) -> Text:
    """One line on how to get there: that of the first window that has one."""
    for window in hall.windows_of_queue[queue]:
        part = hall.windows[window]
        if part.route:
            return Text(part.route, part.route_en or part.route)
    return Text("", "")
