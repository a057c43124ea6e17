"""Writes the hall of this folder: python examples/pingliang/make.py

The scale is that of a published plan of 2018 (平政办发〔2018〕179号): four floors, 16 zones with windows, 385 windows,
56 machines, 90 units, 516 staff (269 of the city, 247 of the district), 1,887 items (972 and 915). Which unit has how
many windows, who works there, what the items are called and how long they take is OURS, made to be plausible: no list
was copied, nobody of these names works there, and nobody should look here for what a real office asks. What the hall is
made of stands in tables.py.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from examples.pingliang.tables import (  # noqa: E402
    BOTH,
    BUNDLES,
    CITY,
    CITY_ITEMS,
    CITY_STAFF,
    DISTRICT_ITEMS,
    DISTRICT_STAFF,
    GIVEN,
    KINDS,
    KIOSKS,
    LONG,
    MATERIALS,
    OTHERS,
    QUEUES,
    SURNAMES,
    TOPICS,
    ZONES,
)
from hall.intake import pinyin  # noqa: E402


def text(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, tuple):
        return "[" + ", ".join(text(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {text(v)}" for k, v in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def table(table_name: str, /, **keys: object) -> str:
    """One [[table]]; what is empty is left out."""
    rows = [f"{k} = {text(v)}" for k, v in keys.items() if v not in ("", 0, (), False)]
    return "\n".join([f"[[{table_name}]]", *rows, ""])


# ---- units and items


def units() -> list[tuple[str, str, str, str, str, int, str]]:
    """side, topic, queue, Chinese, English, weight, things. 39 of the city, 20 others on its side, 31 of the
    district."""
    found = []
    for topic, queue, zh, en, weight, things in BOTH:
        city = zh.format("委员会") if "{}" in zh else zh
        found.append(("city", topic, queue, "市" + city, "City: " + en, weight, things))
    found += [("city", *unit) for unit in CITY]
    found += [("city", *unit) for unit in OTHERS]
    for topic, queue, zh, en, weight, things in BOTH:
        district = zh.format("局") if "{}" in zh else zh
        found.append(("district", topic, queue, "崆峒区" + district, "District: " + en, weight, things))
    return found


def shares(weights: list[int], room: list[int], total: int) -> list[int]:
    """`total` in shares by weight, none larger than its room."""
    given = [0] * len(weights)
    while sum(given) < total:
        open_units = [i for i in range(len(weights)) if given[i] < room[i]]
        best = min(open_units, key=lambda i: ((given[i] + 1) / weights[i], i))
        given[best] += 1
    return given


def combos(things: str) -> list[tuple[str, str, str, str, tuple[str, str, int, int]]]:
    """Everything one can do with each thing: first what most come for, of every thing."""
    parsed = [(*thing.split("|"), "")[:4] for thing in things.split(";")]
    found = []
    for turn in range(6):
        for zh, en, kind, fee in parsed:
            if turn < len(KINDS[kind]):
                found.append((zh, en, kind, fee, KINDS[kind][turn]))
    return found


def items(all_units: list[tuple[str, str, str, str, str, int, str]]) -> Iterator[dict[str, object]]:
    sides = {"city": CITY_ITEMS - len(BUNDLES), "district": DISTRICT_ITEMS}
    counts: dict[str, int] = {}
    for side, total in sides.items():
        own = [(i, u) for i, u in enumerate(all_units) if u[0] == side]
        given = shares([u[5] for _, u in own], [len(combos(u[6])) for _, u in own], total)
        counts |= {u[3]: n for (_, u), n in zip(own, given, strict=True)}
    made: dict[str, str] = {}
    serial = 0
    for number, (side, _topic, queue, unit, _unit_en, _weight, things) in enumerate(all_units, 1):
        for zh, en, kind, fee, (act, act_en, legal, promised) in combos(things)[: counts[unit]]:
            serial += 1
            name = zh + act + ("（区级）" if side == "district" else "")
            spelled, initials = pinyin.of(zh + act)
            own = f"i{serial:04d}"
            assert name not in made, name
            made[name] = own
            steps = (("取号", "Number"), ("受理", "Papers taken"), ("当场办好", "Done at once"))
            if promised:
                steps = (
                    ("申请", "Apply"),
                    ("受理", "Papers taken"),
                    ("审查", "Review"),
                    ("决定", "Decision"),
                    ("领证", "Collect"),
                )
            charged = bool(fee) and act in ("核发", "登记", "补办", "变更登记")
            guide = LONG.get(kind, ("", "")) if promised else ("", "")
            yield {
                "id": own,
                "group": f"u{number:02d}",
                "queue": queue,
                "name": name,
                "name_en": f"{en}: {act_en}" + (" (district)" if side == "district" else ""),
                "pinyin": spelled,
                "initials": initials,
                "department": unit,
                "code": f"6208{'00' if side == 'city' else '02'}{number:02d}{serial:04d}",
                "materials": tuple(m[0] for m in MATERIALS[kind]),
                "materials_en": tuple(m[1] for m in MATERIALS[kind]),
                "fee": fee if charged else "",
                "charged": charged,
                "legal_days": legal,
                "promised_days": promised,
                "limit": "" if promised else "当场办好",
                "limit_en": "" if promised else "On the spot",
                "promised_trips": 2 if kind == "permit" and act == "竣工查验" else 1,
                "guide": guide[0],
                "guide_en": guide[1],
                "plain": plain(zh, kind, act, promised),
                "plain_en": plain_en(en, act_en, promised),
                "steps": tuple(s[0] for s in steps),
                "steps_en": tuple(s[1] for s in steps),
            }
    centre = next(i for i, u in enumerate(all_units, 1) if u[3] == "市政务服务中心")
    for name, en, parts, words, words_en in BUNDLES:
        serial += 1
        spelled, initials = pinyin.of(name)
        yield {
            "id": f"i{serial:04d}",
            "group": f"u{centre:02d}",
            "queue": "X",
            "name": name,
            "name_en": en,
            "pinyin": spelled,
            "initials": initials,
            "department": "市政务服务中心",
            "code": f"620800{centre:02d}{serial:04d}",
            "materials": ("居民身份证", "各事项的材料合成一套，窗口给您清单"),
            "materials_en": ("ID card", "One set of papers for all; the window gives you the list"),
            "legal_days": 20,
            "promised_days": 3,
            "promised_trips": 1,
            "plain": words,
            "plain_en": words_en,
            "guide": "一件事专窗一次收材料，后面由各部门同时办，办好了一起领。"
            "缺的材料可以先办后补，窗口给您写清楚补什么、哪天前补。",
            "guide_en": "The window takes everything once, the offices work at the same time, "
            "and you collect all together.",
            "steps": ("一次告知", "一次申请", "一窗受理", "同时办理", "一次领取"),
            "steps_en": ("Told once", "Apply once", "One window", "Done in parallel", "Collect once"),
            "bundle": tuple(made[part] for part in parts),
        }


def plain(zh: str, kind: str, act: str, promised: int) -> str:
    when = f"收下材料后 {promised} 个工作日内办完。" if promised else "材料齐，当场就办好。"
    start = {
        "licence": f"要办“{zh}”的{act}，本人或者经办人来都行。",
        "benefit": f"申报“{zh}”的{act}，本人来；来不了，家里人带上两个人的身份证也行。",
        "record": f"办“{zh}”的{act}，把能证明情况的原件带来，看完就还给您。",
        "filing": f"“{zh}”的{act}，填一张表就行，不用等审批。",
        "permit": f"“{zh}”的{act}要看图纸，先把项目填到网上，再来窗口。",
        "supply": f"“{zh}”的{act}，带身份证就能办，也可以打电话办。",
    }[kind]
    return start + when + "缺什么，窗口一次说清楚。"


def plain_en(en: str, act_en: str, promised: int) -> str:
    when = f"Done within {promised} working days." if promised else "Done while you wait."
    return f"{en}, {act_en}. {when} If a paper is missing you are told once and completely."


# ---- people and things


def staff() -> Iterator[dict[str, object]]:
    """269 of the city, then 247 of the district; the first 17 are the heads of the zones."""
    zones = [z[0] for z in ZONES]
    for n in range(CITY_STAFF + DISTRICT_STAFF):
        duty = (
            "zone_head"
            if n < len(zones)
            else "manager"
            if n in (17, 269)
            else "maintenance"
            if n in (18, 19)
            else ""
        )
        if 20 <= n < 36:
            duty = "guide"
        side = "c" if n < CITY_STAFF else "d"
        name = (
            SURNAMES[n * 7 % len(SURNAMES)]
            + GIVEN[n * 11 % len(GIVEN)]
            + (GIVEN[n * 17 % len(GIVEN)] if n % 3 else "")
        )
        yield {"id": f"{side}{n + 1:03d}", "name": name, "phone": f"{6001 + n}", "duty": duty}


def windows() -> Iterator[dict[str, object]]:
    number = 0
    for zone, _zh, _en, floor, _kind, count in ZONES:
        own = [q for q in QUEUES if q[1] == zone]
        assert sum(q[5] for q in own) == count, zone
        for queue, _zone, zh, _name_en, role, share, _s in own:
            for _ in range(share):
                number += 1
                more: dict[str, object] = {}
                if queue == "Q":
                    more = {"comprehensive": True, "roles": ("accept",)}
                elif queue in "XUSTRFW":
                    more = {"roles": (role,)}
                if queue == "W" and _ < 4:
                    more["skills"] = ("foreign",)
                yield {
                    "id": str(number),
                    "zone": zone,
                    "number": str(number),
                    "queues": (queue,),
                    "name": zh,
                    "route": f"{floor}楼，跟{zone}区的地标走" if floor > 1 else f"一楼，跟{zone}区的地标走",
                    "route_en": f"Floor {floor}, follow the signs of zone {zone}",
                    **more,
                }


def machines() -> Iterator[tuple[dict[str, object], list[dict[str, object]]]]:
    """24 ticket machines (叫号机), 12 that answer questions (查询机), 20 self-service terminals (自助终端)."""
    served = [z[0] for z in ZONES if z[5]]
    for n in range(KIOSKS):
        if n < 24:
            kind, zone, has = "ticket", served[n % 16], ("printer", "card", "scanner")
        elif n < 36:
            kind, zone, has = "ask", served[n - 24], ("card", "scanner")
        else:
            kind, zone, has = "self", "Z" if n < 50 else served[n - 50], ("printer", "card", "scanner", "eye")
        own = f"{kind}-{n + 1:02d}"
        zh = {"ticket": "取号机", "ask": "查询机", "self": "自助终端"}[kind]
        en = {"ticket": "Ticket machine", "ask": "Inquiry machine", "self": "Terminal"}[kind]
        devices = []
        for part in has:
            made = {
                "id": f"{own}.{part}",
                "make": {
                    "printer": "printer.escpos",
                    "card": "card.sdt",
                    "scanner": "scan.line",
                    "eye": "eye.camera",
                }[part],
                "port": f"/dev/v4l/by-id/{own}" if part == "eye" else f"/dev/serial/by-id/{own}-{part}",
                "host": f"eyes-{own}" if part == "eye" else f"devices-{own}",
                "name": f"{n + 1}号{zh} "
                + {"printer": "打印机", "card": "读卡器", "scanner": "扫码器", "eye": "摄像头"}[part],
                "name_en": f"{en} {n + 1} {part}",
                "kiosk": own,
                "baud": {"printer": 115200, "card": 115200, "scanner": 9600, "eye": 0}[part],
            }
            devices.append(made)
        yield {"id": own, "zone": zone, **{part: f"{own}.{part}" for part in has}}, devices


def panels() -> Iterator[dict[str, object]]:
    """One above each window, up to 24 on an RS-485 line, told apart by their address."""
    at: dict[str, int] = {}
    for window in windows():
        zone = str(window["zone"])
        at[zone] = at.get(zone, 0) + 1
        line, address = divmod(at[zone] - 1, 24)
        yield {
            "id": f"window-{window['id']}.panel",
            "make": "led.onbon",
            "port": f"/dev/serial/by-id/rs485-{zone}{line + 1}",
            "host": f"devices-zone-{zone.lower()}",
            "name": f"{window['number']}号窗口屏",
            "name_en": f"Panel of window {window['number']}",
            "window": window["id"],
            "baud": 57600,
            "address": address + 1,
        }


def screens() -> Iterator[dict[str, object]]:
    """The big screen of each zone that calls: eight rows of 32 dots."""
    for n, (zone, zh, en, _floor, _kind, count) in enumerate(ZONES, 1):
        if count:
            yield {
                "id": f"zone-{zone}.screen",
                "make": "led.onbon",
                "port": f"tcp:192.168.40.{n}:5005",
                "host": f"devices-zone-{zone.lower()}",
                "name": f"{zh}大屏",
                "name_en": f"Screen of {en}",
                "zone": zone,
                "rows": 8,
                "options": {"width": 320, "height": 256},
            }


def posts(people: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    """In front of each window; a guide in each zone; help and back office where there are windows."""
    for window in windows():
        yield {"id": f"front-{window['id']}", "kind": "front", "window": window["id"], "zone": window["zone"]}
    for zone, _zh, _en, _floor, _kind, count in ZONES:
        yield {"id": f"guide-{zone}", "kind": "guide", "zone": zone}
        if count:
            yield {"id": f"help-{zone}", "kind": "help", "zone": zone}
            yield {"id": f"back-{zone}", "kind": "back", "zone": zone}
    yield {"id": "consult-R", "kind": "consult", "zone": "R"}


# ---- files


def write(name: str, head: str, tables: Iterator[str]) -> None:
    note = f"# {head}\n# Written by make.py of this folder; change it there.\n\n"
    (HERE / name).write_text(note + "\n".join(tables), "utf-8")


def main() -> None:
    people = list(staff())
    all_units = units()
    write(
        "places.toml",
        "Zones, queues and windows. Zone names of floor 1 are the plan's, all else is plausible.",
        iter(
            [
                *(
                    table("zones", id=z, name=zh, name_en=en, floor=floor, kind=kind, head=people[n]["id"])
                    for n, (z, zh, en, floor, kind, _count) in enumerate(ZONES)
                ),
                *(
                    table(
                        "queues",
                        id=q,
                        letter=q,
                        zone=zone,
                        name=zh,
                        name_en=en,
                        service_s=seconds,
                        role=role,
                        general=q == "Q",
                    )
                    for q, zone, zh, en, role, _share, seconds in QUEUES
                ),
                *(table("windows", **w) for w in windows()),
            ]
        ),
    )
    write(
        "items.toml",
        "The menu and 1,887 items. Plausible; no list was copied.",
        iter(
            [
                *(table("groups", id=t, name=zh, name_en=en) for t, zh, en in TOPICS),
                *(
                    table("groups", id=f"u{n:02d}", name=unit, name_en=en, parent=topic)
                    for n, (_side, topic, _queue, unit, en, _weight, _things) in enumerate(all_units, 1)
                ),
                *(table("services", **item) for item in items(all_units)),
            ]
        ),
    )
    write(
        "people.toml",
        "Staff and posts. Nobody of these names works there.",
        iter([*(table("staff", **p) for p in people), *(table("posts", **p) for p in posts(people))]),
    )
    machines_made = list(machines())
    write(
        "devices.toml",
        "56 machines, a panel above each window, a big screen and a voice in each zone.",
        iter(
            [
                *(table("kiosks", **kiosk) for kiosk, _ in machines_made),
                *(table("devices", **d) for _, devices in machines_made for d in devices),
                *(table("devices", **p) for p in panels()),
                *(table("devices", **s) for s in screens()),
                *(
                    table(
                        "devices",
                        id=f"voice-{z}",
                        make="voice.wav",
                        port=f"var/voice/{z}",
                        host=f"devices-zone-{z.lower()}",
                        name=f"{zh}语音",
                        name_en=f"Voice of {en}",
                        zone=z,
                    )
                    for z, zh, en, _floor, _kind, count in ZONES
                    if count
                ),
            ]
        ),
    )


if __name__ == "__main__":
    main()
