"""What people say of a finding: seen, confirmed, dismissed. A camera only suspects; a named person decides (R030)."""

from hall.contract.base import Actor, Role
from hall.contract.supervision import (
    Acknowledge,
    FindingAcknowledged,
    FindingCode,
    FindingJudged,
    FindingState,
    JudgeFinding,
    Level,
)
from hall.contract.unions import Event
from hall.domain.concern import WAITS, concerns
from hall.domain.facts import Finding
from hall.domain.machine import of_machine
from hall.domain.people import must_be_staff
from hall.domain.refusal import Refusal
from hall.domain.state import Hall


def acknowledge(command: Acknowledge, hall: Hall, by: Actor) -> tuple[Event, ...]:
    """Somebody has seen it. Saying so twice is no mistake and no second event. A window's key says so for who is signed
    on there and for nobody else, and only of what its console shows: the report prints the name.

    The wall shows the long waits of a zone as one alert, so whoever sees it there has seen all of them; a clerk at a
    window speaks for the one number the console named.
    """
    finding = _finding(hall, command.finding)
    if by.role is Role.WINDOW:
        _signed_on(hall, command.staff, by)
        if not concerns(hall, finding, by.name.removeprefix("window-")):
            zh = "这条提醒不是本窗口的，请到监控屏上处理"
            raise Refusal("not_here", zh, "That alert is not this window's. See to it at the wall.")
    else:
        must_be_staff(hall, command.staff)
    seen = [finding]
    if finding.code in WAITS and by.role is not Role.WINDOW:
        seen += [
            f
            for code in WAITS
            for f in hall.open.get(code, {}).values()
            if f.zone == finding.zone and f.cleared_ms == 0 and f is not finding
        ]
    if kiosk := of_machine(hall, finding):  # the wall tells the troubles of one machine as one
        device_faults = hall.open.get(FindingCode.DEVICE_FAULT, {}).values()
        seen += [x for x in device_faults if x is not finding and of_machine(hall, x) == kiosk]
    return tuple(FindingAcknowledged(f.id, command.staff, command.note) for f in seen if not f.known_by)


def judge_finding(command: JudgeFinding, hall: Hall) -> tuple[Event, ...]:
    """Confirm or dismiss a suspected finding with a reason; once, and not by the person it concerns."""
    finding = _finding(hall, command.finding)
    must_be_staff(hall, command.staff)
    if finding.state in (FindingState.CONFIRMED, FindingState.DISMISSED):
        raise Refusal(
            "judged_before",
            "这条已经核实过了",
            f"{finding.judged_by} has already judged this finding.",
            finding.state.value,
        )
    if finding.state is not FindingState.SUSPECTED:
        raise Refusal(
            "machine_fact",
            "这是机器记下的事实，不用核实，点“知道了”就行",
            "This is a fact the machines recorded. It needs no judgement: acknowledge it.",
        )
    if not command.reason.strip():
        raise Refusal("reason_missing", "请写明理由", "Give a reason.")
    if command.confirmed and finding.level is not Level.ALERT:
        minutes = hall.policy.absence_abnormal_s // 60
        raise Refusal(
            "too_early",
            f"还没到 {minutes} 分钟，现在只能排除，不能认定离岗",
            f"It is not {minutes} minutes yet: you can dismiss it, not confirm it.",
        )
    if command.staff and command.staff == _concerned(hall, finding):
        raise Refusal(
            "own_case",
            "说的是您自己的窗口，请让别人核实",
            "It concerns your own window. Let somebody else judge.",
        )
    return (FindingJudged(finding.id, command.staff, command.confirmed, command.reason.strip()),)


def _finding(hall: Hall, name: str) -> Finding:
    finding = hall.facts.findings.get(name)
    if finding is None:
        raise Refusal("no_finding", "没有这条提醒，可能是前一天的", f"No such finding today: {name}.")
    return finding


def _signed_on(hall: Hall, staff: str, by: Actor) -> None:
    window = hall.facts.windows.get(by.name.removeprefix("window-"))
    if window is None or not window.staff:
        raise Refusal("not_signed_on", "请先签到", "Sign on at this window first.")
    if window.staff != staff:
        raise Refusal(
            "not_you",
            "本窗口只能替签到的人说“知道了”",
            f"This window speaks for {window.staff}, who is signed on here, and for nobody else.",
        )


def _concerned(hall: Hall, finding: Finding) -> str:
    """Who sits at the window of an off-post finding."""
    if finding.code is not FindingCode.OFF_POST or finding.subject not in hall.posts:
        return ""
    window = hall.facts.windows.get(hall.posts[finding.subject].window)
    return window.staff if window is not None else ""
