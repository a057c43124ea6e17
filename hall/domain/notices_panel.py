"""What is said of a display that does not show what it should: on the wall, and to the clerk whose call it was."""

from hall.contract.base import Text
from hall.contract.devices import DeviceState
from hall.contract.views_common import WindowState
from hall.domain import words
from hall.domain.backup import ways
from hall.domain.facts import Device, Finding
from hall.domain.screens import is_backed
from hall.domain.state import Hall
from hall.domain.supervision.book import machine_ms
from hall.domain.truth import told_since, truth, wrong_since

_WAYS: dict[str, tuple[str, str]] = {"voice": ("语音", "voice"), "screen": ("区屏", "zone screen")}


def said_of(hall: Hall, finding: Finding, now: int) -> tuple[Text, Text, Text]:
    """Title, facts and what to do of a D01."""
    zh, en = words.device(hall, finding.subject)
    device = hall.facts.devices.get(finding.subject)
    said = _trouble(device)
    lines = " ".join(device.intended_lines) if device is not None else ""
    facts = Text(f"该显示：{lines}", f"Should show: {lines}") if lines else words.NOTHING
    title = Text(f"{zh}{said.zh}", f"{words.capital(en)} {words.english(said)}")
    part = hall.devices.get(finding.subject)
    if part is None or part.window not in hall.windows:
        return title, facts, words.CALL_MAINTENANCE
    made = _backed_by(hall, part.window)
    if made:
        by = _by(made)
        return title, facts, Text(f"{by.zh}已经叫了，等运维", f"Called by {by.en}")
    left = ways(hall, hall.windows[part.window].zone, now) if made is None else ()
    if left:
        by = _by(left)
        return title, facts, Text(f"等运维，{by.zh}照常叫", f"Still called by {by.en}")
    return title, facts, Text("等运维，先到窗口外口头叫", "Only the clerk's voice is left")


def since_of(hall: Hall, finding: Finding, now: int) -> int:
    """Since when it is as the title says, as its row among the devices: the finding counts from its last right word."""
    device = hall.facts.devices.get(finding.subject)
    if device is None:
        return finding.since_ms
    grace = machine_ms(hall, hall.policy.panel_s)
    return told_since(device, truth(device, now, grace)) or finding.since_ms


def of_window(hall: Hall, window: str, now: int) -> Text:
    """What the clerk reads as soon as the display cannot be trusted; empty while it can."""
    grace = machine_ms(hall, hall.policy.panel_s)
    for panel in hall.panels_of_window.get(window, ()):
        device = hall.facts.devices[panel]
        since = wrong_since(device)
        made = _backed_by(hall, window)
        if since and (now - since > grace or made is not None):
            return _to_clerk(hall, window, _trouble(device), made, now)
    return Text("")


def _to_clerk(hall: Hall, window: str, said: Text, made: tuple[str, ...] | None, now: int) -> Text:
    zh, en = f"叫号屏{said.zh}", f"The panel {words.english(said)}."
    if made:
        by = _by(made)
        return Text(f"{zh}，{by.zh}已经叫了", f"{en} Called by {by.en} instead.")
    left = ways(hall, hall.windows[window].zone, now) if made is None else ()
    if left:
        by = _by(left)
        return Text(f"{zh}，叫号改用{by.zh}", f"{en} Calls are made by {by.en}.")
    return Text(f"{zh}，请到窗口外口头叫号", f"{en} Please call aloud outside the window.")


def _trouble(device: Device | None) -> Text:
    """What is wrong with it, as the second half of a sentence."""
    if device is None or device.state is DeviceState.READY:
        return Text("显示不对", "shows the wrong text")
    return words.fault(device.fault, device.state)


def _backed_by(hall: Hall, window: str) -> tuple[str, ...] | None:
    """How the running call was made another way; None when none is running or it was not (yet)."""
    have = hall.facts.windows[window]
    ticket = hall.facts.tickets.get(have.ticket)
    if have.state is not WindowState.CALLED or ticket is None or not is_backed(have, ticket):
        return None
    return have.backed_by


def _by(names: tuple[str, ...]) -> Text:
    found = [_WAYS[name] for name in names]
    return Text("和".join(zh for zh, _ in found), " and ".join(en for _, en in found))
