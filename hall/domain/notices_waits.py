"""How long waits are said: on the wall those of a zone as one alert, at a window the longest of its queues."""

from itertools import product

from hall.contract.base import Text
from hall.contract.supervision import FindingCode
from hall.contract.views_common import WindowState
from hall.domain import words
from hall.domain.calendar import clock, open_seconds
from hall.domain.concern import WAITS
from hall.domain.facts import Finding
from hall.domain.state import Hall

Said = tuple[Text, Text, Text]  # title, facts, action


def of_hall(hall: Hall, findings: list[Finding], now: int) -> list[tuple[Finding, Said]]:
    """One alert for each zone and level: B 区 3 人等超 30 分. The finding is the one it stands under."""
    groups: dict[tuple[FindingCode, str], list[Finding]] = {}
    for finding in _worst_of_each(findings):
        groups.setdefault((finding.code, finding.zone), []).append(finding)
    return [_group(hall, code, zone, members, now) for (code, zone), members in groups.items()]


def _worst_of_each(findings: list[Finding]) -> list[Finding]:
    """Of a visitor who has waited over both limits only the worse is said."""
    waits = [f for f in findings if f.code in WAITS]
    over = {f.subject for f in waits if f.code is FindingCode.WAIT_OVER}
    return [f for f in waits if f.code is FindingCode.WAIT_OVER or f.subject not in over]


def _group(
    hall: Hall, code: FindingCode, zone: str, members: list[Finding], now: int
) -> tuple[Finding, Said]:
    members.sort(key=lambda f: (bool(f.known_by), f.since_ms))
    longest = _waited_min(hall, min(members, key=lambda f: f.since_ms), now)
    zh, en = words.zone(hall, zone)
    n = len(members)
    who = f"{n} {'person' if n == 1 else 'people'}"
    if code is FindingCode.WAIT_OVER:
        limit = hall.policy.abnormal_s // 60
        title = Text(f"{zh} {n} 人等超 {limit} 分", f"{words.capital(en)}: {who} waiting over {limit} min")
    else:
        limit = hall.policy.warn_s // 60
        title = Text(f"{zh} {n} 人等了 {limit} 多分", f"{words.capital(en)}: {who} waiting over {limit} min")
    facts = Text(f"最长 {longest} 分", f"Longest {longest} min")
    return members[0], (title, facts, _open_one_more(hall, zone))


def _waited_min(hall: Hall, finding: Finding, now: int) -> int:
    ticket = hall.facts.tickets.get(finding.subject)
    queue = ticket.queue if ticket is not None else ""
    return open_seconds(hall, queue, finding.since_ms, now) // 60


def _open_one_more(hall: Hall, zone: str) -> Text:
    """The nearest help: a window of the zone that is closed, then one that pauses, else the order of calling."""
    here = [w for w in hall.config.windows if w.zone == zone]
    for part in here:
        if hall.facts.windows[part.id].state is WindowState.CLOSED:
            return Text(f"去开 {part.number} 号窗", f"Open window {part.number}")
    for part in here:
        if hall.facts.windows[part.id].state is WindowState.PAUSED:
            return Text(f"请 {part.number} 号窗回来", f"Ask window {part.number} to come back")
    return Text("请各窗口先叫等得最久的", "Ask the windows to call the longest wait first")


def of_window(hall: Hall, queues: tuple[str, ...], now: int) -> list[tuple[Finding, Said]]:
    """The clerk sees the number that waits longest, and how many more."""
    findings = _in_queues(hall, queues)
    found: list[tuple[Finding, Said]] = []
    for code in (FindingCode.WAIT_OVER, FindingCode.WAIT_WARN):
        members = [f for f in _worst_of_each(findings) if f.code is code]
        if not members:
            continue
        members.sort(key=lambda f: (bool(f.known_by), f.since_ms))
        worst, n = members[0], len(members)
        ticket = hall.facts.tickets[worst.subject]
        limit = hall.policy.abnormal_s // 60
        waited = _waited_min(hall, worst, now)
        many_zh, many_en = (f"等 {n} 人", f" and {n - 1} more") if n > 1 else ("", "")
        if code is FindingCode.WAIT_OVER:
            title = Text(
                f"{ticket.number} {many_zh}已等超 {limit} 分", f"{ticket.number}{many_en}: over {limit} min"
            )
            facts = Text(
                f"{clock(ticket.issued_ms)} 取号，已等 {waited} 分",
                f"Number taken at {clock(ticket.issued_ms)}, {waited} min ago",
            )
        else:
            title = Text(
                f"{ticket.number} {many_zh}快超 {limit} 分",
                f"{ticket.number}{many_en}: soon over {limit} min",
            )
            left = max(0, limit - waited)
            facts = Text(
                f"{clock(ticket.issued_ms)} 取号，还有 {left} 分",
                f"Number taken at {clock(ticket.issued_ms)}, {left} min left",
            )
        found.append(
            (worst, (title, facts, Text("办完这位，请接着叫", "Call the next one as soon as you can")))
        )
    return found


def _in_queues(hall: Hall, queues: tuple[str, ...]) -> list[Finding]:
    """Open findings of visitors who wait in these queues."""
    found: list[Finding] = []
    zones = dict.fromkeys(hall.queues[q].zone for q in queues)
    for code, zone in product(WAITS, zones):
        for finding in hall.open_in.get((code, zone), {}).values():
            ticket = hall.facts.tickets.get(finding.subject)
            if ticket is not None and ticket.queue in queues:
                found.append(finding)
    return found
