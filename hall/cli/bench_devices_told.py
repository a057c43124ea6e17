"""What `hall bench devices` makes of what went over the wires: calls found again, bursts judged, figures and words."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hall.cli import bench_devices_hall as house
from hall.cli.bench_devices_run import Said

AIM_TIMES, AIM_MS = 1.2, 5.0
AIM_CORE = 0.05


@dataclass(frozen=True, slots=True)
class Call:
    """One call: when the button was pressed, and when TicketCalled was here (steady s)."""

    window: str
    line: int
    number: str
    asked_s: float
    called_s: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A call that was found on the wire. `line_s` is the line's own time for its frame; `left_s` when its last byte
    had left and `until_s` when the answer had ended (steady s); `free`: nothing was on the line when it was called;
    `slipped`: something else of ours began after that and before the call's own frame."""

    call: Call
    line_s: float
    left_s: float
    until_s: float
    free: bool
    slipped: bool

    @property
    def took_s(self) -> float:
        return self.left_s - self.call.called_s

    @property
    def over_ms(self) -> float:
        return (self.took_s - self.line_s) * 1000

    @property
    def times(self) -> float:
        return self.took_s / self.line_s

    @property
    def in_aim(self) -> bool:
        return self.took_s <= AIM_TIMES * self.line_s + AIM_MS / 1000


def silence_s(baud: int) -> float:
    """How long a half-duplex line rests after an answer before anybody may take it: as Modbus has it, 3.5 characters,
    at least 1.75 ms (serial line guide 1.02, 2.5.1.1)."""
    return max(3.5 * 10 / baud, 0.00175)


def found(
    calls: list[Call], said: list[list[Said]], lines: tuple[house.Line, ...]
) -> tuple[list[Shown], Call | None]:
    """(the calls whose frames went over the wire, one that has not)."""
    shown: list[Shown] = []
    for call in calls:
        line, rows = lines[call.line], said[call.line]
        address = line.address(call.window)
        # Behind the press, not behind the answer: on a busy machine that may come to us later than the frame left.
        own = next((r for r in rows if r[5] == address and call.number in r[4] and r[0] > call.asked_s), None)
        if own is None:
            return shown, call
        rest_s = silence_s(line.baud)
        before = [row for row in rows if row[0] < own[0] and row[2] + rest_s > call.called_s]
        shown.append(
            Shown(
                call,
                len(own[3]) / 2 * 10 / line.baud,
                own[1],
                own[2],
                free=not any(row[0] <= call.called_s for row in before),
                slipped=any(row[0] > call.called_s for row in before),
            )
        )
    return shown, None


def burst(shown: list[Shown], rows: list[Said], line: house.Line) -> dict[str, Any]:
    """How a line served all its windows at once. `line_ms`: their frames, the panels' answers, and the silence after
    each but the last."""
    shown = sorted(shown, key=lambda one: one.left_s)
    first_s = min(one.call.called_s for one in shown)
    number_of = {line.address(one.call.window): one.call.number for one in shown}
    texts = [row[5] for row in rows if row[5] in number_of and number_of[row[5]] in row[4]]
    answers_s = sum(one.until_s - one.left_s + silence_s(line.baud) for one in shown[:-1])
    line_s = sum(one.line_s for one in shown) + answers_s
    called = sorted(shown, key=lambda one: one.call.called_s)
    return {
        "make": line.make,
        "baud": line.baud,
        "calls": len(shown),
        "line_ms": line_s * 1000,
        "took_ms": (shown[-1].left_s - first_s) * 1000,
        "ratio": (shown[-1].left_s - first_s) / line_s,
        "once_before_twice": len(set(texts[: len(shown)])) == len(shown),
        "out_of_turn": max(abs(called.index(one) - place) for place, one in enumerate(shown)),
    }


def result(
    size: house.Size,
    shown: list[Shown],
    silent: list[Shown],
    bursts: list[dict[str, Any]],
    idle: dict[str, float],
    bare: dict[int, list[float]],
    collisions: int,
    seconds: dict[str, float],
) -> dict[str, Any]:
    """All figures, as --json prints them."""
    free = [one for one in shown if one.free]
    lines = house.lines_of(size)
    kinds = []
    for make, baud in dict.fromkeys(house.KINDS):
        ours = [
            one for one in shown if (lines[one.call.line].make, lines[one.call.line].baud) == (make, baud)
        ]
        open_ = [one for one in ours if one.free]
        kinds.append(
            {
                "make": make,
                "baud": baud,
                "calls": len(ours),
                "free": len(open_),
                "line_ms": _rounded(statistics.median(one.line_s for one in ours) * 1000),
                "p50_ms": _rounded(_rank(open_, 0.5, lambda one: one.took_s * 1000)),
                "p99_ms": _rounded(_rank(open_, 0.99, lambda one: one.took_s * 1000)),
                "times_p99": _rounded(_rank(open_, 0.99, lambda one: one.times)),
                "times_p99_all": _rounded(_rank(ours, 0.99, lambda one: one.times)),
            }
        )
    return {
        "bench": "devices",
        "ratios": {
            "call_to_wire_p99": _rounded(_rank(free, 0.99, lambda one: one.times)),
            "call_to_wire_p99_all": _rounded(_rank(shown, 0.99, lambda one: one.times)),
            "bare_write_p99": _rounded(max(sorted(x)[int(len(x) * 0.99)] for x in bare.values())),
            "free_in_aim": round(sum(one.in_aim for one in free) / len(free), 4),
            "all_in_aim": round(sum(one.in_aim for one in shown) / len(shown), 4),
            "burst_worst": _rounded(max(one["ratio"] for one in bursts)),
            "idle_core": round(idle["core"], 4),
        },
        "ms": {
            "over_line_time_p50": _rounded(_rank(free, 0.5, lambda one: one.over_ms)),
            "over_line_time_p99": _rounded(_rank(free, 0.99, lambda one: one.over_ms)),
            "over_line_time_p99_all": _rounded(_rank(shown, 0.99, lambda one: one.over_ms)),
            "over_line_time_max_all": _rounded(max(one.over_ms for one in shown)),
            "over_line_time_max_beside_a_silent_panel": _rounded(max(one.over_ms for one in silent))
            if silent
            else None,
            "over_line_time_from_press_p99": _rounded(
                _rank(free, 0.99, lambda one: one.over_ms + (one.call.called_s - one.call.asked_s) * 1000)
            ),
            "pressed_to_called_p99": _rounded(
                _rank(shown, 0.99, lambda one: (one.call.called_s - one.call.asked_s) * 1000)
            ),
        },
        "counts": {
            "panels": size.windows,
            "lines": size.lines,
            "machines": size.machines,
            "calls": len(shown),
            "free": len(free),
            "free_but_something_slipped_in": sum(one.slipped for one in free),
            "collisions": collisions,
            "bursts": len(bursts),
            "bursts_unfair": sum(not one["once_before_twice"] for one in bursts),
        },
        "kinds": kinds,
        "bursts": [{k: _rounded(v) if isinstance(v, float) else v for k, v in one.items()} for one in bursts],
        "idle": {k: round(v, 4) for k, v in idle.items()},
        "seconds": {k: round(v, 1) for k, v in seconds.items()},
    }


def _rank(shown: list[Shown], share: float, value: Callable[[Shown], float]) -> float:
    """The value that so large a share of them does not exceed."""
    values = sorted(value(one) for one in shown)
    return values[min(len(values) - 1, int(len(values) * share))] if values else float("nan")


def _rounded(value: float) -> float:
    return round(value, 3)


def words(result: dict[str, Any]) -> str:
    """The same for people."""
    r, ms, counts, idle = result["ratios"], result["ms"], result["counts"], result["idle"]
    met = "met" if r["free_in_aim"] >= 0.99 else "MISSED"
    lines = [
        f"{counts['calls']} calls to {counts['panels']} panels on {counts['lines']} lines, from TicketCalled to the",
        f"last byte on the wire; load of the machine {idle['load']:.1f}",
        "",
        *_table(result["kinds"]),
        "",
        (f"line free: p99 {r['call_to_wire_p99']:.2f} x the line's time, {ms['over_line_time_p99']:.1f} ms over it; "
        f"within 1.2 x + 5 ms: {r['free_in_aim']:.1%} (aim >= 99 %: {met})"),
        f"  this machine's limit, a bare write of the same frames on such lines: p99 {r['bare_write_p99']:.2f} x",
        (f"all calls, also those that met another frame of ours: p99 {r['call_to_wire_p99_all']:.2f} x, "
        f"{ms['over_line_time_p99_all']:.1f} ms over, worst {ms['over_line_time_max_all']:.1f} ms"),
        f"  (idle, the questions of health take {idle['line_share']:.1%} of the lines)",
        (f"bursts, a whole line at once: worst {r['burst_worst']:.2f} x the line's time for all the frames and "
        f"answers (aim <= 1.2); {counts['bursts_unfair']} of {counts['bursts']} served a panel twice before another"),
        *_silent(ms["over_line_time_max_beside_a_silent_panel"]),
        f"collisions on half-duplex lines: {counts['collisions']}",
        (f"the idle hall with {counts['machines']} machines: {r['idle_core']:.1%} of a core (aim <= {AIM_CORE:.0%}), "
        f"{idle['questions_per_s']:.0f} questions and {idle['wakes_per_s']:.0f} wakes a second"),
        f"  beside it the controller {idle['controller_core']:.1%}, the far side {idle['far_core']:.1%}",
        f"all in {result['seconds']['total']:.0f} s, ready after {result['seconds']['ready']:.0f} s",
    ]  # fmt: skip
    return "\n".join(lines)


def _silent(worst_ms: float | None) -> list[str]:
    return (
        []
        if worst_ms is None
        else [f"calls on lines where a panel has no power: worst {worst_ms:.0f} ms over"]
    )


def _table(kinds: list[dict[str, Any]]) -> list[str]:
    heads = ("make", "baud", "calls", "free", "line ms", "p50 ms", "p99 ms", "p99 x", "all p99 x")
    keys = ("make", "baud", "calls", "free", "line_ms", "p50_ms", "p99_ms", "times_p99", "times_p99_all")
    rows = [heads, *([f"{x:.2f}" if isinstance(x, float) else x for x in map(k.get, keys)] for k in kinds)]
    return [f"{row[0]!s:<12}" + "".join(f"{cell!s:>10}" for cell in row[1:]) for row in rows]
