"""Every make of the fault plan: the pretend device that plays it, its jobs, and where a fault cannot occur, why."""

from __future__ import annotations

import re
from collections.abc import Mapping

from devices.codecs.voice_segments import chinese
from devices.simulator.sensor import FIRST
from hall.contract.base import Text
from hall.contract.callers import Key, PressKey
from hall.contract.devices import AskRating, PrintSlip, ReadCard, ReadCode, ShowOnPanel, Slip, Speak
from hall.contract.people import Present, PressButton
from hall.contract.ratings import GiveRating
from hall.contract.sensing import ReadSensors
from tests.devices.drivers.fault_table import USUAL, Asks, Case, Fault, Never, Outcome
from tests.devices.layouts import LAYOUTS

RATINGS = "0=very_satisfied 1=satisfied 2=dissatisfied 3=very_dissatisfied"
QUICK_STRIP = {"answer_s": 0.9, "gap_ms": 5}


def call(n: int) -> str:
    return f"请A{n:03d}号到3号窗口"


def show(n: int) -> ShowOnPanel:
    return ShowOnPanel(f"show-{n}", "d", "call", (call(n),))


def slip(n: int) -> PrintSlip:
    told = Slip(
        Text("厅"),
        f"A{n:03d}",
        Text("事"),
        Text("处"),
        Text(""),
        0,
        0,
        0,
        False,
        False,
        1_795_222_800_000,
        f"T{n}",
    )
    return PrintSlip(f"slip-{n}", "d", f"t{n}", told)


def shown(ask: Asks, n: int, told: object) -> bool:
    return ask("state")["text"] == call(n)


def shown_in_area(ask: Asks, n: int, told: object) -> bool:
    return ask("state")["areas"] == {"0": call(n)}


def printed_once(ask: Asks, n: int, told: object) -> bool:
    return sum(f"A{n:03d}" in one["text"] for one in ask("slips")["slips"]) == 1


def lay(ask: Asks, n: int) -> None:
    ask("lay", name="测试甲", born="19900307", order=n)


def lay_again(ask: Asks, n: int) -> None:
    """A visitor whose card was not read takes it up, and lays it again."""
    there = ask("state")["card"]
    turns = _TURNS[n] = _TURNS.get(n, 0) + 1
    if turns % 4 == 3 and there:
        ask("take")
    elif not there:
        lay(ask, n)


_TURNS: dict[int, int] = {}


def read_it(ask: Asks, n: int, told: object) -> bool:
    """The card that lies there, and no other. The fifteenth to seventeenth digits are its order."""
    return isinstance(told, Present) and told.attest.number[14:17] == f"{n:03d}"


def scan(ask: Asks, n: int) -> None:
    ask("scan", text=f"HALL1.code{n}")


def scanned(ask: Asks, n: int, told: object) -> bool:
    """A whole code that was shown: this one, or one that was still on its way."""
    return isinstance(told, Present) and re.fullmatch(r"HALL1\.code\d+", told.attest.text) is not None


def speak(n: int) -> Speak:
    return Speak(f"call-{n}", "d", f"A{n:03d}", "3", repeat=1)


def said(ask: Asks, n: int, told: object) -> bool:
    """To its end: a call that something broke off was not said."""
    return any(one["text"] == chinese(f"A{n:03d}", "3") and not one["cut"] for one in ask("state")["spoken"])


def level(n: int) -> int:
    """Far from the last one: what moves little is not told at once."""
    return 400 + n * 997 % 4000


def measure(ask: Asks, n: int) -> None:
    ask("set", quantity="co2", value=level(n))


def measured(n: int, word: object) -> bool:
    return isinstance(word, ReadSensors) and [one.value for one in word.values] == [level(n)]


def unknown(word: object) -> bool:
    """A value that nobody knows is no wrong one, and neither is the one the pretend sensor began with."""
    return isinstance(word, ReadSensors) and all(one.value in (None, FIRST["co2"]) for one in word.values)


def two_digits(n: int) -> str:
    """No more fit before a key."""
    return str(n % 90 + 10)


def press(ask: Asks, n: int) -> None:
    """Once more only when the unit has given up: it says a press again by itself."""
    if not ask("state")["unanswered"]:
        ask("press", key="13", digits=two_digits(n))


def pressed(n: int, word: object) -> bool:
    return isinstance(word, PressKey) and (word.key, word.digits) == (Key.TRANSFER, two_digits(n))


def rate(ask: Asks, n: int) -> None:
    if not ask("state")["unanswered"]:
        ask("rate", value=n % 4)


def rated(n: int, word: object) -> bool:
    """Its level is one that a key has. A press names no question: one that the unit says again after the line broke
    meets the next one, so it may be the level of the press before."""
    keys = [one.partition("=")[2] for one in RATINGS.split()]
    return isinstance(word, GiveRating) and word.job == f"ask-{n}" and word.level.value in keys


def told_truly(ask: Asks, n: int, told: object) -> bool:
    return True  # it was looked for by what it says; that nothing else was told is `Bench.nothing_else`


NO_ADDRESS = Never("its answers name nobody, and it hangs alone on its line")
NEVER_ASKED = Never("nothing is ever asked of it: it speaks when it has a code, and its silence says nothing")
NO_CHECK = Never("its answers have no check: a wrong bit is another answer, or none")
MUTE = Never("this make never answers; nobody can know")
NOT_SAID = Never("the make has no such answer")
ONE_BYTE = Never("its only answer is one byte")

MUTE_STRIP = dict.fromkeys(USUAL, MUTE) | {
    "hang-up in a write": Outcome.BACK,
    "new path": Outcome.BACK,
    "echo": Outcome.FINE,
}
NO_CODE = Never("a code has no check on the line; the hall knows whether it is one of its own")
USB = Never("USB itself checks what the keys say")
SCANNER = dict.fromkeys(USUAL, NEVER_ASKED) | {
    "single bytes": Outcome.FINE,
    "two answers in one chunk": Outcome.FINE,
    "noise before": NO_CODE,
    "noise inside": NO_CODE,
    "half a frame": Outcome.HEALS,
    "wrong check": NO_CODE,
    "new path": Outcome.BACK,
}


def strip(
    vendor: str, confirms: bool = True, answers: bool = True, layout: bool = False, **faults: object
) -> Case:
    named = {name.replace("_", " "): outcome for name, outcome in faults.items()}
    return Case(
        "panel_strip",
        show,
        shown,
        ("--make", vendor, "--address", "3"),
        3,
        {**QUICK_STRIP, **(LAYOUTS[vendor] if layout else {})},
        confirms=confirms,
        answers=answers,
        faults=({} if answers else MUTE_STRIP) | {"nack": NOT_SAID, "busy": NOT_SAID} | named
        if answers
        else MUTE_STRIP,
        words={"nack": Fault("refuse", 1, 1)},
    )


def voice(make: str) -> Case:
    """Four times as fast as a real one."""
    return Case(
        "voice_module",
        speak,
        said,
        ("--make", make, "--speed", "4"),
        options={"answer_s": 0.5, "char_ms": 62},
        faults={"wrong address": NO_ADDRESS, "busy": Outcome.HEALS},
        words={"nack": Fault("refuse", 1, 3)},  # once alone it is asked again
    )


CASES: Mapping[str, Case] = {
    "led.onbon": Case(
        "panel_onbon",
        show,
        shown_in_area,
        ("--width", "160"),
        options={"answer_s": 0.9},
        words={"nack": Fault("nack_text", 4, 1)},
    ),
    "led.palh": strip("palh"),
    "led.ruize": strip(
        "ruize",
        confirms=False,
        wrong_address=NO_ADDRESS,
        single_bytes=ONE_BYTE,
        noise_inside=ONE_BYTE,
    ),
    "led.zhongyi": strip("zhongyi", wrong_check=Outcome.AWAY, nack=Outcome.REFUSED),
    "led.yinda": strip("yinda", confirms=False, answers=False),
    "led.yongtai": strip("yongtai", confirms=False, answers=False),
    "led.template": strip("zhongyi", layout=True, wrong_check=Outcome.AWAY, nack=Outcome.REFUSED),
    "printer.escpos": Case(
        "printer",
        slip,
        printed_once,
        options={"answer_s": 0.9, "print_s": 12.0},
        faults={
            "late answer": Outcome.HEALS,
            "noise before": Outcome.HEALS,
            "noise inside": Outcome.HEALS,
            "wrong check": NO_CHECK,
            "wrong address": NO_ADDRESS,
            "nack": Never(
                "it says instead what hinders it: test_printer_escpos has paper, cover, cutter, off-line"
            ),
            "busy": Never("off-line, or silent while it prints: test_printer_escpos and `silent` here"),
        },
    ),
    "card.sdt": Case(
        "card_reader",
        lambda n: ReadCard(f"card-{n}", "d", f"r{n}", 0),
        read_it,
        options={"answer_s": 0.9, "read_s": 0.9, "poll_ms": 40},
        before=lay,
        again=lay_again,
        faults={
            "wrong address": NO_ADDRESS,
            "noise inside": Outcome.HEALS,
            "late answer": Outcome.HEALS,
            "nack": Outcome.HEALS,
            "busy": NOT_SAID,
        },
        # A record of 1,300 single bytes is slower than this clock: the first two answers are sent so.
        words={"nack": Fault("refuse_select", 0x81, 1), "single bytes": Fault("split", 1, 2)},
    ),
    "card.social": Case(
        "social_reader",
        lambda n: ReadCard(f"card-{n}", "d", f"r{n}", 0),
        read_it,
        options={"answer_s": 0.9, "poll_ms": 40},
        before=lay,
        again=lay_again,
        faults={
            "wrong address": NO_ADDRESS,
            "wrong check": Never("PC/SC itself sees to that: a message has no check of its own"),
            "late answer": Outcome.HEALS,
            "noise before": Outcome.HEALS,
            "noise inside": Outcome.HEALS,
            "half a frame": Outcome.HEALS,
            "two answers in one chunk": Outcome.HEALS,
            "nack": Outcome.HEALS,
            "busy": NOT_SAID,
            "hang-up in a write": Outcome.BACK,
        },
        words={"nack": Fault("refuse", 0x6982, 1), "hang-up in a write": Fault("hang_up_after", 2, 1)},
    ),
    "scan.line": Case(
        "scanner",
        lambda n: ReadCode(f"code-{n}", "d", f"r{n}", 0),
        scanned,
        options={"end": "cr", "same_code_ms": 0},
        again=scan,
        faults=SCANNER,
    ),
    "scan.wedge": Case(
        "scanner",
        lambda n: ReadCode(f"code-{n}", "d", f"r{n}", 0),
        scanned,
        ("--wedge",),
        options={"same_code_ms": 0},
        again=scan,
        faults=SCANNER | dict.fromkeys(("noise before", "noise inside", "wrong check", "half a frame"), USB),
    ),
    "voice.syn6288": voice("syn6288"),
    "voice.xfs5152ce": voice("xfs5152ce"),
}
DESK = dict.fromkeys(USUAL, NEVER_ASKED) | {
    "single bytes": Outcome.FINE,
    "two answers in one chunk": Outcome.FINE,
    "noise before": Outcome.FINE,
    "noise inside": Outcome.FINE,
    "wrong check": Outcome.HEALS,
    "wrong address": Outcome.HEALS,
    "half a frame": Outcome.HEALS,
    "hang-up in a write": Outcome.BACK,
    "new path": Outcome.BACK,
    "echo": Outcome.FINE,
}


def desk(make: str) -> Case:
    caller = make == "caller.ff68"
    return Case(
        "caller",
        (lambda n: None) if caller else (lambda n: AskRating(f"ask-{n}", "d", f"t{n}", 1_795_222_900_000)),
        told_truly,
        ("--address", "1"),
        options={"gap_ms": 2, "same_key_ms": 400} | ({} if caller else {"ratings": RATINGS}),
        again=press if caller else rate,
        heard=pressed if caller else rated,
        tells=PressKey | GiveRating,
        answers=False,
        faults=DESK,
        words={"hang-up in a write": Fault("hang_up_after", 4, 1)},
    )


CASES = {
    **CASES,
    "caller.ff68": desk("caller.ff68"),
    "evaluator.ff68": desk("evaluator.ff68"),
    "caller+evaluator.ff68": desk("caller+evaluator.ff68"),
    "sensor.modbus": Case(
        "sensor",
        lambda n: None,
        told_truly,
        options={"co2": "holding 2 uint16 1 300 5000", "poll_s": 0.6, "told_s": 0.5, "answer_s": 0.9},
        before=measure,
        heard=measured,
        tells=ReadSensors,
        nobody_knows=unknown,
        # Only its check says where an answer ends: a damaged one may be the beginning of a longer one.
        faults={"busy": NOT_SAID, "nack": Outcome.HEALS, "wrong check": Outcome.AWAY},
        words={"nack": Fault("refuse", 4, 1)},
    ),
    "buttons.input": Case(
        "buttons",
        lambda n: None,
        told_truly,
        options={f"KEY_F{at}": "help" for at in range(1, 13)},
        again=lambda ask, n: ask(
            "press", key=f"KEY_F{int(ask('state')['presses']) % 12 + 1}"
        ),  # none of them bounces
        heard=lambda n, word: isinstance(word, PressButton) and word.action == "help",
        tells=PressButton,
        most=lambda ask: int(ask("state")["presses"]),
        faults=SCANNER | dict.fromkeys(("noise before", "noise inside", "wrong check", "half a frame"), USB),
    ),
}
