"""Sentences for kinds and states, Chinese first (screens.md §5): short, said aloud, what happened and what to do.

Tables only; who says them, and when, is decided in the views.
"""

from collections.abc import Iterable

from hall.contract.base import Text
from hall.contract.config import DevicePart
from hall.contract.devices import DeviceState, Fault
from hall.contract.people import Way
from hall.contract.sightings import CameraState, Detector
from hall.contract.supervision import FindingCode
from hall.domain.state import Hall

NOTHING = Text("", "")

FAULTS: dict[Fault, Text] = {
    Fault.NONE: NOTHING,
    Fault.PAPER_NEAR_END: Text("纸快用完了", "paper is running low"),
    Fault.PAPER_END: Text("没有纸了", "is out of paper"),
    Fault.COVER_OPEN: Text("盖子没关好", "has its cover open"),
    Fault.CUTTER: Text("切刀卡住了", "has a jammed cutter"),
    Fault.OFFLINE: Text("没有联机", "is off line"),
    Fault.NO_ANSWER: Text("没信号", "does not answer"),
    Fault.GARBLED: Text("信号是乱的", "sends garbled answers"),
    Fault.REFUSED: Text("不接受指令", "refuses its orders"),
    Fault.BUSY: Text("一直在忙", "stays busy"),
    Fault.UNPLUGGED: Text("线掉了", "is unplugged"),
    Fault.PORT_MISSING: Text("找不到接口", "has no port"),
    Fault.PORT_TAKEN: Text("接口被别的程序占着", "has its port taken by another program"),
    Fault.HOST_GONE: Text("情况不明，它的主机没有回音", "is not known: its host is silent"),
    Fault.STALE: Text("好久没有回音", "has not been heard for long"),
    Fault.CARD_UNREADABLE: Text("读不出卡", "cannot read the card"),
    Fault.CARD_PULLED: Text("卡拿得太快", "lost the card too early"),
    Fault.CODE_UNREADABLE: Text("读不出码", "cannot read the code"),
    Fault.NO_FACE: Text("没看到脸", "sees no face"),
    Fault.FACE_SMALL: Text("脸太远", "sees a face too far away"),
    Fault.FACE_TURNED: Text("脸没有对着", "sees a face turned away"),
    Fault.FACE_BLURRED: Text("看不清脸", "sees a blurred face"),
    Fault.FACE_DARK: Text("太暗，看不清脸", "has too little light"),
    Fault.FACE_BRIGHT: Text("太亮，看不清脸", "has too much light"),
    Fault.FACE_STILL: Text("看到的像照片", "sees what looks like a picture"),
    Fault.FACE_NOT_TURNED: Text("没看到按要求转头", "saw no head turn as asked"),
    Fault.MANY_FACES: Text("看到几张脸", "sees several faces"),
    Fault.FACE_UNKNOWN: Text("没认出来", "does not recognise the face"),
    Fault.FACES_OFF: Text("现在认不了脸，只能扫码", "cannot judge faces now, only read codes"),
    Fault.FACE_NOT_ENROLLED: Text("没有这个人的登记", "has nobody enrolled to compare with"),
    Fault.FACE_UNSURE: Text("认不准", "is not sure of the face"),
    Fault.CAMERA_GONE: Text("没有画面", "has no picture"),
    Fault.TIMED_OUT: Text("等太久没有结果", "took too long"),
    Fault.INTERNAL: Text("程序出错，正在重来", "had a fault of its own and starts again"),
    Fault.UNSPOKEN: Text("没把叫号播出来", "did not speak its last call"),
    Fault.IMPLAUSIBLE: Text("读数不可信", "measures what cannot be"),
}
"""What a device does, as the second half of a sentence that starts with its name."""

READING: dict[Fault | str, Text] = {
    Fault.CARD_UNREADABLE: Text(
        "卡没读出来。再放一次，或换个办法", "Not read. Place it again or use another way."
    ),
    Fault.CARD_PULLED: Text(
        "卡拿早了。再放一次，等屏幕变了再拿", "Card taken too soon. Place it again and wait."
    ),
    Fault.CODE_UNREADABLE: Text(
        "码没读出来。屏幕亮一点再试", "Code not read. Brighten your screen, try again."
    ),
    "code_unknown": Text(
        "这个码不是办事码。请打开办事码，或换个办法", "Not a service code. Open yours, or use another way."
    ),
    "slip_over": Text(
        "没有这张小票，或者是别的日子的。请换个办法", "No such slip today. Please use another way."
    ),
    "code_expired": Text("这个码过期了。刷新一下再扫", "This code has expired. Refresh it and scan again."),
    "code_used": Text("这个码用过了。刷新一下再扫", "This code was used before. Refresh it and scan again."),
    "no_booking": Text(
        "这个码不是办事码，也没有这个预约", "Neither a service code nor a booking of this hall."
    ),
    Fault.NO_FACE: Text(
        "没看到脸。正对屏幕再试一次，或换个办法", "No face seen. Face the screen, or use another way."
    ),
    Fault.FACE_SMALL: Text(
        "离得太远。往前站一步再试，或换个办法", "Too far away. Come a step closer, or use another way."
    ),
    Fault.FACE_TURNED: Text(
        "脸没正对着。看着屏幕上方再试，或换个办法", "Turned away. Look above the screen, or use another way."
    ),
    Fault.FACE_BLURRED: Text(
        "没看清。站稳别动再试，或换个办法", "Blurred. Hold still and try again, or use another way."
    ),
    Fault.FACE_DARK: Text(
        "这里太暗，看不清。请换个办法，或叫人帮忙", "Too dark here. Use another way, or ask for help."
    ),
    Fault.FACE_BRIGHT: Text(
        "光太强，看不清。侧开一点再试，或换个办法", "Too bright. Step out of the light, or use another way."
    ),
    Fault.FACE_STILL: Text(
        "看到的像一张照片。请本人站到前面，或换个办法",
        "That looks like a picture. Stand here yourself, please.",
    ),
    Fault.FACE_NOT_TURNED: Text(
        "没看到转头。再试一次，或换个办法", "Did not see your head turn. Try again or use another way."
    ),
    Fault.FACES_OFF: Text("现在不能刷脸，请用别的办法", "No faces for now. Please use another way."),
    Fault.FACE_NOT_ENROLLED: Text(
        "您没有登记过刷脸。请用别的办法", "Your face is not enrolled. Please use another way."
    ),
    Fault.MANY_FACES: Text(
        "看到几个人。请一个人站到前面", "Several people seen. One person at a time, please."
    ),
    Fault.FACE_UNKNOWN: Text(
        "没认出来。再试一次，或换个办法", "Not recognised. Try again or use another way."
    ),
    Fault.FACE_UNSURE: Text("没认准。再试一次，或换个办法", "Not sure. Try again or use another way."),
    Fault.TIMED_OUT: Text("没等到。再试一次，或换个办法", "Nothing came. Try again or use another way."),
    Fault.CAMERA_GONE: Text("摄像头没有画面，请用别的办法", "The camera has no picture. Use another way."),
}
"""What a visitor reads when a reading failed. Other faults say that the reader does not work."""

READING_BROKEN = Text("读不出来，请用别的办法", "It cannot be read now. Use another way.")

READERS: dict[Way, tuple[str, str]] = {
    Way.CARD: ("读卡器", "card reader"),
    Way.CODE: ("扫码器", "code scanner"),
    Way.FACE: ("摄像头", "camera"),
}

WAYS: dict[Way, Text] = {
    Way.CARD: Text("刷卡", "card"),
    Way.CODE: Text("扫码", "code"),
    Way.FACE: Text("刷脸", "face"),
    Way.PHONE: Text("输手机号", "phone number"),
    Way.TYPED: Text("写姓名", "name"),
}
"""How a visitor says who he is at a ticket machine, as what can still be done there."""

STATES: dict[DeviceState, Text] = {
    DeviceState.READY: Text("正常", "works"),
    DeviceState.AWAY: Text("不在", "is away"),
    DeviceState.FAULTY: Text("坏了", "is faulty"),
    DeviceState.UNKNOWN: Text("情况不明", "is not known"),
}

CAMERAS: dict[CameraState, Text] = {
    CameraState.OK: Text("正常", "works"),
    CameraState.AWAY: Text("没有画面", "has no picture"),
    CameraState.FROZEN: Text("画面不动", "is frozen"),
    CameraState.COVERED: Text("被挡住了", "is covered"),
    CameraState.DARK: Text("太暗", "is too dark"),
    CameraState.GLARE: Text("逆光过亮", "is dazzled"),
    CameraState.BLURRED: Text("画面模糊", "is blurred"),
    CameraState.MOVED: Text("被移动了", "was moved"),
    CameraState.UNKNOWN: Text("情况不明", "is not known"),
}

DETECTORS: dict[Detector, Text] = {
    Detector.NONE: NOTHING,
    Detector.LIVE: Text("人形检测在用", "people detector live"),
    Detector.OFF: Text("人形检测停了，只看变化和动作", "people detector off, motion only"),
}

FINDINGS: dict[FindingCode, Text] = {
    FindingCode.WAIT_WARN: Text("等候快超时", "Long wait"),
    FindingCode.WAIT_OVER: Text("等候超时", "Wait over the limit"),
    FindingCode.OPEN_WINDOW: Text("该开窗了", "Open a window"),
    FindingCode.TRIP_OVER: Text("跑动超承诺", "More trips than promised"),
    FindingCode.RATING_BAD: Text("差评", "Bad rating"),
    FindingCode.OFF_POST: Text("离岗", "Off post"),
    FindingCode.ENV_POOR: Text("环境差", "Poor environment"),
    FindingCode.DEVICE_FAULT: Text("设备故障", "Device fault"),
    FindingCode.PANEL_WRONG: Text("显示屏不对", "Display wrong"),
    FindingCode.CAMERA_FAULT: Text("摄像头故障", "Camera fault"),
    FindingCode.ACCESS: Text("陌生连接", "Unknown connection"),
    FindingCode.CALENDAR_MISSING: Text("日历未更新", "Calendar missing"),
    FindingCode.HELP: Text("有人要帮忙", "Help wanted"),
    FindingCode.EMERGENCY: Text("紧急求助", "Emergency"),
}
"""What a kind of finding is called in lists and reports."""

DO: dict[Fault, Text] = {
    Fault.PAPER_NEAR_END: Text("备好纸卷", "Have a roll ready"),
    Fault.PAPER_END: Text("去换纸", "Change the paper"),
    Fault.COVER_OPEN: Text("去关好盖子", "Close the cover"),
    Fault.CUTTER: Text("关机清切刀", "Switch off and clear the cutter"),
    Fault.OFFLINE: Text("查一下电源", "Check its power"),
    Fault.NO_ANSWER: Text("查一下线和电源", "Check cable and power"),
    Fault.UNPLUGGED: Text("把线插好", "Plug it in"),
    Fault.PORT_MISSING: Text("把线插好", "Plug it in"),
    Fault.PORT_TAKEN: Text("关掉占接口的程序", "Close the program that holds its port"),
    Fault.GARBLED: Text("查一下线", "Check its cable"),
    Fault.UNSPOKEN: Text("查喇叭、声卡和窗口名", "Check loudspeaker, sound card, window name"),
    Fault.IMPLAUSIBLE: Text("查传感器和寄存器设置", "Check the sensor and its registers"),
}
"""The first thing to do about it; everything else goes to maintenance."""

CALL_MAINTENANCE = Text("告诉运维", "Call maintenance")

POSTS: dict[str, tuple[str, str]] = {
    "guide": ("导办台", "guide desk"),
    "help": ("帮办台", "help desk"),
    "consult": ("咨询台", "information desk"),
    "front": ("前台", "counter"),
    "back": ("后台", "back office"),
    "visitor": ("窗口前", "visitors' side"),
}

ITEMS: dict[str, tuple[str, str]] = {
    "hygiene": ("卫生", "cleanliness"),
    "order": ("秩序", "order"),
    "objects": ("物品", "objects"),
    "facilities": ("设施", "facilities"),
    "adverts": ("广告", "adverts"),
    "stopped": ("停用", "out of service"),
    "full": ("已满", "full"),
}
"""Groups of GB/T 36112 and what happens to facilities, entered by hand; any other item is shown as it was entered."""

CAUSES: dict[str, tuple[str, str]] = {
    "clutter": ("有东西放在那里", "things left lying"),
    "crowded": ("太拥挤", "too crowded"),
    "dark": ("光线太暗", "too dark"),
    "glare": ("光线刺眼", "too bright"),
    "temperature": ("温度不合适", "temperature"),
    "humidity": ("湿度不合适", "humidity"),
    "co2": ("二氧化碳偏高", "carbon dioxide"),
    "pm25": ("PM2.5 偏高", "PM2.5"),
    "noise": ("噪声偏大", "noise"),
}
"""What cameras and sensors find (`environment.Cause`)."""


MORE_PEOPLE = Text("人多票少", "more people than slips")
MORE_TICKETS = Text("票多人少", "more slips than people")

EMERGENCIES: dict[str, Text] = {
    "conflict": Text("有人冲突", "a conflict"),
    "medical": Text("有人不舒服", "somebody is unwell"),
    "fire": Text("着火", "a fire"),
    "other": Text("情况紧急", "urgent"),
}
"""Why a clerk asks for help at once (`RaiseEmergency.kind`)."""


def comes_back(hall: Hall) -> Text:
    """What a visitor is told before a passed number is put back in line."""
    behind, most = hall.policy.pass_reactivate_after, hall.policy.pass_reactivate_max
    once = ("只能一次", "once only") if most == 1 else (f"最多 {most} 次", f"{most} times at most")
    return Text(
        f"可以重新排上：{once[0]}，排在后面 {behind} 个人之后",
        f"It can come back: {once[1]}, behind the next {behind} people.",
    )


def english(text: Text) -> str:
    return text.en or text.zh


def item(name: str) -> Text:
    zh, en = ITEMS.get(name) or CAUSES.get(name, (name, name))
    return Text(zh, en)


def items(names: Iterable[str]) -> Text:
    """卫生、太拥挤."""
    said = [item(name) for name in names]
    return Text("、".join(x.zh for x in said), ", ".join(x.en for x in said))


def fault(kind: Fault, state: DeviceState = DeviceState.FAULTY) -> Text:
    """The fault, or the state where no kind is known. Never empty for a device that does not work."""
    return FAULTS[kind] if kind is not Fault.NONE else STATES[state]


def fault_of(value: str) -> Fault:
    """A fault by its word in an event; one of a newer version counts as internal."""
    try:
        return Fault(value)
    except ValueError:
        return Fault.INTERNAL


def reading(name: str) -> Text:
    """What the visitor reads after a failed reading, by the fault's word."""
    if name in READING:
        return READING[name]
    return READING.get(fault_of(name), READING_BROKEN)


def zone(hall: Hall, zone_id: str) -> tuple[str, str]:
    """How people call a zone: B 区 where the id is a letter, else its name."""
    part = hall.zones.get(zone_id)
    if part is None:
        return ("大厅", "the hall")
    if len(part.id) == 1:
        return (f"{part.id} 区", f"zone {part.id}")
    return (part.name, part.name_en or part.name)


def place(hall: Hall, zone_id: str) -> Text:
    """A zone at the head of a line: A 综合受理, or the whole hall."""
    part = hall.zones.get(zone_id)
    if part is None:
        return Text("大厅", "The hall")
    letter = f"{part.id} " if len(part.id) == 1 else ""
    return Text(f"{letter}{part.name}", f"{letter}{part.name_en or part.name}")


def window(hall: Hall, window_id: str) -> tuple[str, str]:
    number = hall.windows[window_id].number if window_id in hall.windows else window_id
    return (f"{number} 号窗", f"window {number}")


def post(hall: Hall, post_id: str) -> tuple[str, str]:
    """A window's seat is called by the window, another post by what it is and where."""
    part = hall.posts.get(post_id)
    if part is None:
        return (post_id, post_id)
    if part.window in hall.windows:
        return window(hall, part.window)
    zh, en = POSTS.get(part.kind, (part.kind, part.kind))
    where = zone(hall, part.zone) if part.zone else ("", "")
    return (f"{where[0]}{zh}", f"{en} {where[1]}".strip())


def seat(hall: Hall, post_id: str) -> Text:
    """The place of a post as somebody points at it: 3 号窗座位, 3 号窗前, 导办台."""
    zh, en = post(hall, post_id)
    part = hall.posts.get(post_id)
    if part is None or part.window not in hall.windows:
        return Text(zh, capital(en))
    if part.kind == "visitor":
        return Text(f"{zh}前", f"Before {en}")
    return Text(f"{zh}座位", f"Seat of {en}")


KINDS: dict[str, tuple[str, str]] = {
    "led": ("叫号屏", "panel"),
    "printer": ("打印机", "printer"),
    "card": ("读卡器", "card reader"),
    "scan": ("扫码器", "code scanner"),
    "eye": ("摄像头", "camera"),
    "voice": ("喇叭", "speaker"),
    "sensor": ("传感器", "sensor"),
    "buttons": ("按键", "keys"),
}


def device(hall: Hall, device_id: str) -> tuple[str, str]:
    """2 号叫号屏: its configured name, else its kind at its place, else its id."""
    part: DevicePart | None = hall.devices.get(device_id)
    if part is None:
        return (device_id, device_id)
    if part.name:
        return (part.name, part.name_en or part.name)
    zh, en = KINDS.get(part.make.split(".")[0], (part.id, part.id))
    if part.window in hall.windows:
        number = hall.windows[part.window].number
        return (f"{number} 号{zh}", f"window {number} {en}")
    if part.kiosk:
        kiosk_zh, kiosk_en = kiosk(hall, part.kiosk)
        return (f"{kiosk_zh}{zh}", f"{kiosk_en} {en}")
    if part.zone:
        zone_zh, zone_en = zone(hall, part.zone)
        return (f"{zone_zh}{zh}", f"{zone_en} {en}")
    return (part.id, part.id)


def kiosk_number(hall: Hall, kiosk_id: str) -> tuple[str, str]:
    """1 号取号机, numbered as configured."""
    ids = list(hall.kiosks)
    if kiosk_id not in hall.kiosks:
        return (kiosk_id, kiosk_id)
    number = ids.index(kiosk_id) + 1
    return (f"{number} 号取号机", f"kiosk {number}")


def kiosk(hall: Hall, kiosk_id: str) -> tuple[str, str]:
    """1 号取号机; one outside the hall with its place: 大隗镇便民服务站 3 号取号机."""
    zh, en = kiosk_number(hall, kiosk_id)
    part = hall.kiosks.get(kiosk_id)
    if part is None or not part.remote:
        return (zh, en)
    return (f"{part.place} {zh}", f"{en} at {part.place_en or part.place}")


def camera(hall: Hall, camera_id: str) -> tuple[str, str]:
    """By its name where it has one; a name that says so itself is not told twice that it is a camera's."""
    part = hall.cameras.get(camera_id)
    name = part.name if part is not None and part.name else camera_id
    en = part.name_en if part is not None and part.name_en else f"camera {name}"
    return (name if "摄像" in name or "监控" in name else f"摄像头 {name}", en)


def source(hall: Hall, source_id: str) -> Text:
    """The camera or sensor that found something, by its name."""
    zh, en = camera(hall, source_id) if source_id in hall.cameras else device(hall, source_id)
    return Text(zh, capital(en))


def host(hall: Hall, host_id: str) -> tuple[str, str]:
    """Whose process it is: a window's console, a kiosk, or what drives devices and cameras."""
    if host_id.startswith("window-") and host_id[7:] in hall.windows:
        zh, en = window(hall, host_id[7:])
        return (f"{zh}电脑", f"the console of {en}")
    if host_id in hall.kiosks:
        return kiosk(hall, host_id)
    if any(c.host == host_id for c in hall.config.cameras):
        return (f"摄像头主机 {host_id}", f"camera host {host_id}")
    if any(d.host == host_id for d in hall.config.devices):
        return (f"设备主机 {host_id}", f"device host {host_id}")
    return (host_id, host_id)


def capital(text: str) -> str:
    """The first letter of an English sentence."""
    return text[:1].upper() + text[1:]


def names(hall: Hall, staff: tuple[str, ...]) -> Text:
    """Names of staff, by id; an id nobody has is shown as it is."""
    found = [hall.staff[s].name if s in hall.staff else s for s in staff]
    return Text("、".join(found), ", ".join(found))


def minutes(seconds: int) -> int:
    """Whole minutes, never less than one: 0 分 says nothing."""
    return max(1, seconds // 60)
