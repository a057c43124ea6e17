"""An open finding as an alert: what, since when, who was told, what to do (screens.md §3). Waits are said
in `notices_waits`.

Nobody's name but that of staff is ever in it, and nothing a camera suspects is said as a fact.
"""

from collections.abc import Callable, Iterable

from hall.contract.base import Text
from hall.contract.devices import DeviceState, Fault
from hall.contract.sightings import CameraState
from hall.contract.supervision import FindingCode, FindingState
from hall.contract.views_common import Notice, WindowState
from hall.domain import environment, machine, notices_panel, notices_waits, words
from hall.domain.calendar import clock, day_start, when
from hall.domain.concern import OF_WINDOW, WAITS, window_of
from hall.domain.facts import Device, Finding
from hall.domain.notices_waits import Said
from hall.domain.queueing.take import spare_of
from hall.domain.state import Hall
from hall.domain.supervision.book import LEVELS, on_duty
from hall.domain.supervision.host_lost import HOST
from hall.domain.supervision.off_post import LATE_OPEN
from hall.domain.supervision.open_window import could_open
from hall.domain.supervision.presence import absence


def all_open(hall: Hall) -> list[Finding]:
    """What still asks something of somebody: the fact runs and was not dismissed, or a suspicion that became an alert
    has not been judged."""
    return [
        f for found in hall.open.values() for f in found.values() if f.state is not FindingState.DISMISSED
    ]


def of_hall(hall: Hall, now: int) -> tuple[Notice, ...]:
    """Everything for the wall, the worst and newest first; what somebody knows stands behind what nobody does."""
    found = all_open(hall)
    machines = machine.grouped(hall, found)
    told = {id(x) for group in machines.values() for x in group}
    single = [x for x in found if id(x) not in told]
    whole = [_machine(hall, kiosk, group) for kiosk, group in machines.items()]
    waits = [_notice(hall, *said) for said in notices_waits.of_hall(hall, found, now)]
    return _sorted([*waits, *whole, *_others(hall, single, now)])


def of_window(hall: Hall, window: str, now: int) -> tuple[Notice, ...]:
    """What the clerk at this window should know: long waits in its queues, its own seat and panels."""
    mine = [
        finding
        for code in OF_WINDOW
        for finding in hall.open.get(code, {}).values()
        if finding.state is not FindingState.DISMISSED and window_of(hall, finding) == window
    ]
    waits = [_notice(hall, *said) for said in notices_waits.of_window(hall, hall.serves[window], now)]
    return _sorted([*waits, *_others(hall, mine, now)])


def _sorted(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    return tuple(sorted(notices, key=_urgency))


def _urgency(notice: Notice) -> tuple[bool, int, bool, int, str]:
    """An emergency before everything, known or not, until it is ended."""
    calm = notice.code is not FindingCode.EMERGENCY
    return calm, -LEVELS.index(notice.level), notice.known, -notice.told_ms, notice.finding


def _notice(hall: Hall, finding: Finding, said: Said, since_ms: int = 0) -> Notice:
    title, facts, action = said
    return Notice(
        finding.id,
        finding.code,
        finding.level,
        finding.state,
        title,
        since_ms or finding.since_ms,
        facts,
        words.names(hall, finding.told),
        finding.raised_ms if finding.told else 0,
        action,
        bool(finding.known_by),
        words.names(hall, (finding.known_by,)).zh if finding.known_by else "",
        finding.subject,
        finding.zone,
    )


# --- everything else ----------------------------------------------------------------------------------------------


def _others(hall: Hall, findings: list[Finding], now: int) -> list[Notice]:
    return [
        _notice(hall, f, _SAY[f.code](hall, f, now), _since(hall, f, now))
        for f in findings
        if f.code not in WAITS
    ]


def _since(hall: Hall, finding: Finding, now: int) -> int:
    """Since when it is as its title says, where that changes while the finding runs, as from no answer to no paper;
    0 else."""
    if finding.code is FindingCode.PANEL_WRONG:
        return notices_panel.since_of(hall, finding, now)
    if finding.code is FindingCode.CAMERA_FAULT:
        camera = hall.facts.cameras.get(finding.subject)
        return camera.since_ms if camera is not None and camera.state is not CameraState.OK else 0
    if finding.code is FindingCode.DEVICE_FAULT and finding.detail != HOST:
        device = hall.facts.devices.get(finding.subject)
        return device.since_ms if device is not None and not _works(device) else 0
    return 0


def _works(device: Device) -> bool:
    return device.state is DeviceState.READY and device.fault is Fault.NONE


def _off_post(hall: Hall, finding: Finding, now: int) -> Said:
    zh, en = words.post(hall, finding.subject)
    part = hall.posts.get(finding.subject)
    away = absence(hall, part, now) if part is not None and finding.cleared_ms == 0 else None
    minutes = words.minutes(away.seconds if away and away.since_ms == finding.since_ms else finding.value_s)
    what_zh, what_en = ("迟开", "open late") if finding.detail == LATE_OPEN else ("离岗", "away")
    if finding.state is FindingState.CONFIRMED:
        title = Text(f"{zh}{what_zh} {minutes} 分", f"{words.capital(en)} {what_en} for {minutes} min")
    else:
        seems = "seems open late for" if finding.detail == LATE_OPEN else "seems empty for"
        title = Text(f"{zh}疑似{what_zh} {minutes} 分", f"{words.capital(en)} {seems} {minutes} min")
    if finding.cleared_ms:
        end = when(finding.cleared_ms, now)
        facts = Text(f"{end} 前后已回来，还没核实", f"Back by {end}, not checked yet")
    elif part is not None and hall.facts.posts[part.id].seat.value == "unknown":
        facts = Text("现在看不到座位，先停表", "The seat cannot be seen now; the clock is stopped")
    elif part is not None and part.window:
        facts = Text("摄像头和操作台都没人", "Nobody in the camera or at the console")
    else:
        facts = Text("摄像头没看到人", "No one in the camera")
    return title, facts, _ring(hall, finding)


def _ring(hall: Hall, finding: Finding) -> Text:
    """Whom to ring: who sits there, else the head of the zone, else a manager. A head of the zone who sits there has
    left the head's telephone too."""
    part = hall.posts.get(finding.subject)
    window = hall.facts.windows.get(part.window) if part is not None else None
    here = window.staff if window is not None else ""
    head = hall.zones[finding.zone].head if finding.zone in hall.zones else ""
    for staff in (*((here, head) if here != head else ()), *on_duty(hall, "manager")):
        if staff in hall.staff and hall.staff[staff].phone:
            phone = hall.staff[staff].phone
            return Text(f"打 {phone} 核实", f"Ring {phone} and check")
    return Text("去看一下，再核实", "Go and see, then confirm or dismiss")


def _device(hall: Hall, finding: Finding, now: int) -> Said:
    if finding.detail == HOST:
        return _host(hall, finding)
    zh, en = words.device(hall, finding.subject)
    device = hall.facts.devices.get(finding.subject)
    # Healthy again, but not judged yet: say what it was, not that it works.
    over = device is None or _works(device)
    kind = words.fault_of(finding.detail) if over or device is None else device.fault
    said = words.fault(kind, DeviceState.FAULTY if over or device is None else device.state)
    part = hall.devices.get(finding.subject)
    facts = words.NOTHING
    if part is not None and part.kiosk and part.make.startswith("printer."):
        facts = _without_slips(hall, part.kiosk)
    elif part is not None and part.kiosk:
        facts = Text("别的取号办法照常", "The other ways still work")
    return _sentence(zh, en, said), facts, words.DO.get(kind, words.CALL_MAINTENANCE)


def _machine(hall: Hall, kiosk: str, findings: list[Finding]) -> Notice:
    """Several troubles of one ticket machine as one: the worst, how many more, what it can still do."""
    have = machine.machine(hall, kiosk)
    findings.sort(key=lambda x: (bool(x.known_by), -LEVELS.index(x.level), x.since_ms))
    zh, en = words.kiosk(hall, kiosk)
    why = have.why if words.english(have.why) else _sentence(zh, en, Text("有故障", "has faults"))
    n = len(findings) - 1
    title = Text(f"{why.zh}，还有 {n} 处", f"{why.en}, {n} more")
    return _notice(hall, findings[0], (title, machine.still(hall, kiosk), have.action))


def _without_slips(hall: Hall, kiosk: str) -> Text:
    """What visitors do meanwhile: the number stands on the screen, and a printer near by may take the slips."""
    spare = spare_of(hall, kiosk)
    if not spare:
        return Text("取号照常，号在屏幕上", "Numbers are still given, on the screen")
    zh, en = words.device(hall, spare)
    return Text(f"取号照常，小票可到{zh}打", f"Numbers are still given, slips at {en}")


def _host(hall: Hall, finding: Finding) -> Said:
    zh, en = words.host(hall, finding.subject)
    n = len(hall.hosts.get(finding.subject, ()))
    cameras = sum(1 for c in hall.config.cameras if c.host == finding.subject)
    if n:
        facts = Text(f"{n} 台设备情况不明", f"The state of {n} devices is not known")
    elif cameras:
        facts = Text(f"{cameras} 个摄像头情况不明", f"The state of {cameras} cameras is not known")
    else:
        facts = Text("手上的号照常办", "The visitor at hand is served as usual")
    return (
        Text(f"{zh}没有回音", f"{words.capital(en)} is silent"),
        facts,
        Text("看它是不是自己回来，没有就告诉运维", "If it does not come back by itself, call maintenance"),
    )


def _camera(hall: Hall, finding: Finding, now: int) -> Said:
    zh, en = words.camera(hall, finding.subject)
    camera = hall.facts.cameras.get(finding.subject)
    state = (
        camera.state
        if camera is not None and camera.state is not CameraState.OK
        else CameraState(finding.detail)
    )
    said = words.CAMERAS[state]
    posts = sum(1 for p in hall.config.posts if p.camera == finding.subject and p.kind != "visitor")
    facts = (
        Text(f"{posts} 个岗位看不到，不算离岗", f"{posts} posts unseen; not counted as away")
        if posts
        else words.NOTHING
    )
    return _sentence(zh, en, said), facts, words.CALL_MAINTENANCE


def _environment(hall: Hall, finding: Finding, now: int) -> Said:
    zh, en = words.zone(hall, finding.zone)
    items, _, note = finding.detail.partition(" ")
    still = environment.causes(hall, finding.zone)
    what = words.items([x for x in items.split("+") if x in still] or items.split("+"))
    zone = hall.facts.zones.get(finding.zone)
    note = "" if still and zone is not None and not zone.poor else note
    return (
        Text(f"{zh}环境差：{what.zh}", f"{words.capital(en)} in poor order: {what.en}"),
        Text(note, note),
        Text("去处理，好了改回环境好", "Put it right, then mark it good"),
    )


def _help(hall: Hall, finding: Finding, now: int) -> Said:
    zh, en = words.kiosk(hall, finding.subject)
    minutes = (now - finding.since_ms) // 60_000
    title = Text(f"{zh}有人要帮忙", f"Help wanted at {en}")
    facts = (
        Text(f"等了 {minutes} 分", f"Waiting for {minutes} min") if minutes else Text("刚按的", "Just now")
    )
    part = hall.kiosks.get(finding.subject)
    if part is None or not part.remote:
        return title, facts, Text("请导办过去", "Send a guide")
    told = f"屏幕上请他打 {part.phone}", f"the screen says to ring {part.phone}"
    answer = Text(f"请接电话 {part.phone}", f"Answer {part.phone}")
    return title, Text(f"{facts.zh}，{told[0]}", f"{facts.en}; {told[1]}"), answer


def _emergency(hall: Hall, finding: Finding, now: int) -> Said:
    zh, en = words.window(hall, finding.subject)
    what = words.EMERGENCIES.get(finding.detail, words.EMERGENCIES["other"])
    return (
        Text(f"{zh}紧急求助：{what.zh}", f"Emergency at {en}: {what.en}"),
        Text("已按下紧急按钮", "The key was pressed"),
        Text("马上过去，需要就打 110、119、120", "Go now; call 110, 119, 120"),
    )


def _many(hall: Hall, finding: Finding, now: int) -> Said:
    queue = hall.queues.get(finding.subject)
    name = Text(queue.name, queue.name_en or queue.name) if queue is not None else Text(finding.subject)
    waiting = hall.waiting(finding.subject) if queue is not None else 0
    return (
        Text(f"{name.zh}等的人多，该开窗了", f"{name.en}: many waiting, open a window"),
        Text(f"{waiting} 人在等", f"{waiting} waiting"),
        _open_for(hall, could_open(hall, finding.subject) if queue is not None else ()),
    )


def _open_for(hall: Hall, windows: tuple[str, ...]) -> Text:
    for window in windows:
        number = hall.windows[window].number
        if hall.facts.windows[window].state is WindowState.CLOSED:
            return Text(f"去开 {number} 号窗", f"Open window {number}")
        return Text(f"请 {number} 号窗回来", f"Ask window {number} to come back")
    return Text("窗口已全开，请别的区支援", "All its windows are open: ask another zone for help")


def _trips(hall: Hall, finding: Finding, now: int) -> Said:
    trips, promise = finding.value_s, finding.detail
    return (
        Text(f"办件 {finding.subject} 跑了 {trips} 次", f"Case {finding.subject}: {trips} trips"),
        Text(f"承诺 {promise} 次", f"{promise} promised"),
        Text("问清原因，写说明", "Find out why and write the explanation"),
    )


def _rating(hall: Hall, finding: Finding, now: int) -> Said:
    """Neither who rated, nor how bad, nor which number: a wall is read by many."""
    zh, en = words.window(hall, finding.subject)
    return (
        Text(f"{zh}收到差评", f"{words.capital(en)}: a bad rating"),
        Text(f"{clock(finding.since_ms)} 评价", f"Given at {clock(finding.since_ms)}"),
        Text("了解原因，按差评流程处理", "Find out why; follow it up"),
    )


def _access(hall: Hall, finding: Finding, now: int) -> Said:
    times = hall.facts.refused
    return (
        Text("有陌生连接，已挡住", "An unknown connection was turned away"),
        Text(f"今天 {times} 次", f"{times} times today"),
        Text("告诉运维，查是谁", "Tell maintenance to find out who"),
    )


def _calendar(hall: Hall, finding: Finding, now: int) -> Said:
    year = finding.subject
    began = now >= day_start(f"{year}-01-01")
    facts = Text(
        f"{year} 年按每周安排开放，期限只算暂定" if began else f"还没有 {year} 年的放假安排",
        f"{year} is open by the week, deadlines are provisional"
        if began
        else f"No days of rest of {year} yet",
    )
    return (
        Text(f"日历未更新：{year} 年", f"Calendar of {year} missing"),
        facts,
        Text("通知一出就导入日历", "Import the new calendar"),
    )


def _sentence(zh: str, en: str, said: Text) -> Text:
    return Text(f"{zh}{said.zh}", f"{words.capital(en)} {words.english(said)}")


_SAY: dict[FindingCode, Callable[[Hall, Finding, int], Said]] = {
    FindingCode.OPEN_WINDOW: _many,
    FindingCode.TRIP_OVER: _trips,
    FindingCode.RATING_BAD: _rating,
    FindingCode.OFF_POST: _off_post,
    FindingCode.ENV_POOR: _environment,
    FindingCode.DEVICE_FAULT: _device,
    FindingCode.PANEL_WRONG: notices_panel.said_of,
    FindingCode.CAMERA_FAULT: _camera,
    FindingCode.ACCESS: _access,
    FindingCode.CALENDAR_MISSING: _calendar,
    FindingCode.HELP: _help,
    FindingCode.EMERGENCY: _emergency,
}
