"""What the parts of a configuration say of one another: references, doubles, times, shapes. Pure; see `check`."""

import difflib
import re
from collections.abc import Iterable, Iterator

from hall.contract import (
    config_environment,
    config_flow,
    config_hours,
    config_kiosks,
    config_ports,
    config_recording,
    config_voice,
    config_windows,
)
from hall.contract.config import DetectorPart, FaceMode, HallConfig
from hall.contract.config_catalogue import faults, surroundings

Found = tuple[str, str, str]  # place, what is wrong, what to do
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_ENDPOINT = re.compile(r"tcp://(\*|[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):(\d{1,5})")
_FACILITIES = (
    "lift",
    "car_park",
    "toilet",
    "outside",
)  # watched and rated like a zone, without queues (R035)
_ZONES = (
    "service", "professional", "enterprise", "consult", "complaint", "self_service", "waiting", *_FACILITIES,
)  # fmt: skip
_POSTS = ("guide", "help", "consult", "front", "back", "visitor")
_DUTIES = ("", "zone_head", "manager", "maintenance", "guide")
_MAX_ROWS = 16
_SHA256 = re.compile(r"[0-9A-Fa-f]{64}")
_DETECTORS = ("none", "yolo", "yunet")
_LAYOUTS = ("v5", "v8")
_FACE_MODES = tuple(x.value for x in FaceMode)
_PIN = re.compile(r"scrypt\$[0-9a-f]{16,}\$[0-9a-f]{32,}")


def rules(config: HallConfig) -> Iterator[Found]:
    """Every problem, in the order of the file."""
    yield from _doubles(config)
    yield from config_hours.rules(config)
    yield from _bus(config)
    yield from _store(config)
    yield from _references(config)
    yield from config_kiosks.rules(config)
    yield from config_windows.rules(config)
    yield from config_voice.rules(config)
    yield from config_environment.rules(config)
    yield from config_flow.rules(config)
    yield from config_recording.rules(config)
    yield from _catalogue(config)
    yield from _letters(config)
    yield from config_ports.rules(config)
    yield from _screens(config)
    yield from _posts(config)
    yield from _people(config)
    yield from _numbers(config)


def _lists(config: HallConfig) -> tuple[tuple[str, tuple[str, ...]], ...]:
    c = config
    return (
        ("zones", tuple(x.id for x in c.zones)),
        ("queues", tuple(x.id for x in c.queues)),
        ("groups", tuple(x.id for x in c.groups)),
        ("services", tuple(x.id for x in c.services)),
        ("windows", tuple(x.id for x in c.windows)),
        ("staff", tuple(x.id for x in c.staff)),
        ("posts", tuple(x.id for x in c.posts)),
        ("kiosks", tuple(x.id for x in c.kiosks)),
        ("devices", tuple(x.id for x in c.devices)),
        ("cameras", tuple(x.id for x in c.cameras)),
    )


def _doubles(config: HallConfig) -> Iterator[Found]:
    for table, ids in _lists(config):
        seen: dict[str, int] = {}
        for i, own in enumerate(ids):
            if not _ID.fullmatch(own):
                yield (
                    f"{table}[{i}].id",
                    f"{own!r} is no id",
                    "use letters, digits, dot, dash, underline; at most 40",
                )
            if own in seen:
                yield (
                    f"{table}[{i}].id",
                    f"{own!r} is already the id of {table}[{seen[own]}]",
                    "give it another id",
                )
            seen.setdefault(own, i)
    for table in ("zones", "queues", "groups", "services", "windows"):
        if not dict(_lists(config))[table]:
            yield table, "is empty", f"a hall needs at least one of its {table}"
    devices = {x.id for x in config.devices}
    for i, camera in enumerate(config.cameras):
        if camera.id in devices:
            yield f"cameras[{i}].id", f"{camera.id!r} is also the id of a device", "give it another id"
    numbers: dict[str, int] = {}
    for i, window in enumerate(config.windows):
        if window.number in numbers:
            other = numbers[window.number]
            yield (
                f"windows[{i}].number",
                f"{window.number!r} is already shown by windows[{other}]",
                "numbers are unique",
            )
        numbers.setdefault(window.number, i)
    yield from _key_names(config)


def _key_names(config: HallConfig) -> Iterator[Found]:
    """A process is known by its key's name, so two processes of different kinds must not share one."""
    used: dict[str, str] = {"controller": "the controller", "admin": "the administrator"}
    used |= {"monitor-1": "the wall", "gateway-1": "the gateway"}
    used |= {f"window-{w.id}": f"windows[{i}]" for i, w in enumerate(config.windows)}
    for i, kiosk in enumerate(config.kiosks):
        if kiosk.id in used:
            yield f"kiosks[{i}].id", f"{kiosk.id!r} is the key name of {used[kiosk.id]}", "give it another id"
        used.setdefault(kiosk.id, f"kiosks[{i}]")
    hosts = [(f"devices[{i}].host", d.host) for i, d in enumerate(config.devices)]
    hosts += [(f"cameras[{i}].host", c.host) for i, c in enumerate(config.cameras)]
    for place, host in hosts:
        if host in used:
            yield (
                place,
                f"{host!r} is the key name of {used[host]}",
                "name the process otherwise, e.g. devices-1",
            )
    drives = {d.host for d in config.devices if not d.make.startswith("eye.")}
    for i, camera in enumerate(config.cameras):
        if camera.host in drives:
            yield (
                f"cameras[{i}].host",
                f"{camera.host!r} drives devices; cameras have a process of their own",
                ("use e.g. cameras-1"),
            )


def _bus(config: HallConfig) -> Iterator[Found]:
    taken: dict[str, str] = {}
    for name, endpoint in (("commands", config.bus.commands), ("views", config.bus.views)):
        match = _ENDPOINT.fullmatch(endpoint)
        if match is None or not 1 <= int(match[2]) <= 65535:
            yield f"bus.{name}", f"{endpoint!r} is no address", 'write it like "tcp://127.0.0.1:5701"'
            continue
        if not _loopback(match[1]) and not config.store.keys:
            yield (
                f"bus.{name}",
                f"{endpoint!r} is open to the network and store.keys is empty",
                ("set store.keys to the folder of the keys"),
            )
        if match[2] in taken and (match[1] == taken[match[2]] or "*" in (match[1], taken[match[2]])):
            yield f"bus.{name}", f"port {match[2]} is used twice", "commands and views need a port each"
        taken[match[2]] = match[1]


def _loopback(host: str) -> bool:
    return host in ("localhost", "[::1]") or host.startswith("127.")


def _store(config: HallConfig) -> Iterator[Found]:
    if not config.store.path:
        yield "store.path", "is empty", 'name a file, e.g. "var/hall.db"'
    if not config.store.keys:
        yield "store.keys", "is empty", 'name a folder, e.g. "var/keys"'
    if config.store.snapshot_every < 1:
        yield "store.snapshot_every", f"{config.store.snapshot_every} is too small", "20000 events is usual"


def _references(config: HallConfig) -> Iterator[Found]:
    known = {table: frozenset(ids) for table, ids in _lists(config)}

    def must(place: str, value: str, table: str) -> Iterator[Found]:
        if value not in known[table]:
            one = {"staff": "member of staff"}.get(table, table.removesuffix("s"))
            yield place, f"there is no {one} {value!r}", _mean(value, known[table])

    def may(place: str, value: str, table: str) -> Iterator[Found]:
        if value:
            yield from must(place, value, table)

    for i, zone in enumerate(config.zones):
        yield from may(f"zones[{i}].head", zone.head, "staff")
    for i, queue in enumerate(config.queues):
        yield from must(f"queues[{i}].zone", queue.zone, "zones")
    for i, window in enumerate(config.windows):
        yield from must(f"windows[{i}].zone", window.zone, "zones")
        if not window.queues and not window.comprehensive:
            yield f"windows[{i}].queues", "is empty", "name the queues this window calls"
        for j, queue_id in enumerate(window.queues):
            yield from must(f"windows[{i}].queues[{j}]", queue_id, "queues")
    served = {q for w in config.windows for q in w.queues}
    if any(w.comprehensive for w in config.windows):
        served |= {q.id for q in config.queues if q.general}
    for i, queue in enumerate(config.queues):
        if queue.id not in served:
            yield f"queues[{i}]", f"no window calls queue {queue.id!r}", "add it to the queues of a window"
    for i, post in enumerate(config.posts):
        yield from may(f"posts[{i}].window", post.window, "windows")
        yield from may(f"posts[{i}].zone", post.zone, "zones")
        yield from may(f"posts[{i}].camera", post.camera, "cameras")
        for j, staff in enumerate(post.staff):
            yield from must(f"posts[{i}].staff[{j}]", staff, "staff")
    for i, kiosk in enumerate(config.kiosks):
        yield from may(f"kiosks[{i}].zone", kiosk.zone, "zones")
        for part in config_kiosks.FAMILIES:
            yield from may(f"kiosks[{i}].{part}", str(getattr(kiosk, part)), "devices")
        if kiosk.spare and kiosk.spare == kiosk.printer:
            yield (
                f"kiosks[{i}].spare",
                "is the kiosk's own printer",
                "name another one near by, or leave it out",
            )
    for i, device in enumerate(config.devices):
        yield from may(f"devices[{i}].window", device.window, "windows")
        yield from may(f"devices[{i}].zone", device.zone, "zones")
        for j, zone_id in enumerate(device.zones):
            yield from must(f"devices[{i}].zones[{j}]", zone_id, "zones")
        yield from may(f"devices[{i}].kiosk", device.kiosk, "kiosks")
    for i, camera in enumerate(config.cameras):
        yield from may(f"cameras[{i}].zone", camera.zone, "zones")


def _catalogue(config: HallConfig) -> Iterator[Found]:
    for fault in faults(config.groups, config.services, surroundings(config)):
        yield f"{fault.table}[{fault.row}].{fault.field}", fault.what, fault.do


def _letters(config: HallConfig) -> Iterator[Found]:
    seen: dict[str, int] = {}
    for i, queue in enumerate(config.queues):
        if not re.fullmatch(r"[A-Z]", queue.letter):
            yield f"queues[{i}].letter", f"{queue.letter!r} is no letter", "one capital letter A to Z"
        if queue.letter in seen:
            yield (
                f"queues[{i}].letter",
                f"{queue.letter!r} already belongs to queues[{seen[queue.letter]}]",
                ("each queue has a letter of its own, or numbers would double"),
            )
        seen.setdefault(queue.letter, i)


def _screens(config: HallConfig) -> Iterator[Found]:
    """Big screens of zones (R071), voices: what only they have."""
    for i, device in enumerate(config.devices):
        screen = device.make.startswith("led.") and device.zone and not device.window
        if device.rows and not screen:
            yield (
                f"devices[{i}].rows",
                "is for the big screen of a zone",
                'give it an "led." make and a zone, and no window; or leave it out',
            )
        if device.zones and not screen and not (device.make.startswith("voice.") and device.zone):
            yield (
                f"devices[{i}].zones",
                "is for the big screen and the voice of a zone",
                'give it an "led." or "voice." make and a zone, and no window; or leave it out',
            )
        if not 0 <= device.rows <= _MAX_ROWS:
            yield (
                f"devices[{i}].rows",
                f"{device.rows} is no number of rows",
                f"0 to {_MAX_ROWS}; 0 is one row",
            )


def _posts(config: HallConfig) -> Iterator[Found]:
    windows: dict[tuple[str, bool], int] = {}
    for i, post in enumerate(config.posts):
        side = post.window, post.kind == "visitor"
        if post.kind not in _POSTS:
            yield f"posts[{i}].kind", f"{post.kind!r} is no kind of post", _mean(post.kind, _POSTS)
        if post.kind == "front" and not post.window:
            yield f"posts[{i}].window", "a front post belongs to a window", "name its window"
        if post.kind == "visitor" and not (post.window and post.camera):
            yield (
                f"posts[{i}]",
                "the visitors' side belongs to a window and is seen by a camera",
                "name its window and camera",
            )
        if post.window and side in windows:
            yield (
                f"posts[{i}].window",
                f"window {post.window!r} already has posts[{windows[side]}]",
                "one front post and one visitor post for each window",
            )
        windows.setdefault(side, i)
        if post.camera and not post.polygon:
            yield f"posts[{i}].polygon", "is missing", "mark the seat in the camera's picture"
        if post.polygon:
            yield from _polygon(f"posts[{i}].polygon", post.polygon)
        for j, shape in enumerate(post.ignore):
            yield from _polygon(f"posts[{i}].ignore[{j}]", shape)


def _polygon(place: str, shape: tuple[tuple[float, float], ...]) -> Iterator[Found]:
    if len(shape) < 3:
        yield place, f"has {len(shape)} corners", "a region needs at least three"
    for k, (x, y) in enumerate(shape):
        if not (0.0 <= x <= 1.0 and 0.0 <= y <= 1.0):
            yield (
                f"{place}[{k}]",
                f"({x:g}, {y:g}) lies outside the picture",
                "corners are shares from 0 to 1",
            )


def _people(config: HallConfig) -> Iterator[Found]:
    for i, zone in enumerate(config.zones):
        if zone.kind not in _ZONES:
            yield f"zones[{i}].kind", f"{zone.kind!r} is no kind of zone", _mean(zone.kind, _ZONES)
        elif zone.kind in _FACILITIES and zone.id in {q.zone for q in config.queues} | {
            w.zone for w in config.windows
        }:
            yield f"zones[{i}].kind", f"a {zone.kind} has no queues and windows", "give them another zone"
    for i, person in enumerate(config.staff):
        if person.duty not in _DUTIES:
            yield f"staff[{i}].duty", f"{person.duty!r} is no duty", _mean(person.duty, _DUTIES)
        if person.pin and not _PIN.fullmatch(person.pin):
            yield (
                f"staff[{i}].pin",
                "is no sealed PIN",
                "make one with `hall keys pin`; a PIN never stands here in clear",
            )


def _numbers(config: HallConfig) -> Iterator[Found]:
    for i, queue in enumerate(config.queues):
        if queue.service_s <= 0:
            yield f"queues[{i}].service_s", f"{queue.service_s} s is no service time", "e.g. 480"
    if not 0 < config.face.tolerance < (2 if config.face.encoder else 1):
        yield (
            "face.tolerance",
            f"{config.face.tolerance:g} is no distance",
            "0.36 is measured; see the handbook",
        )
    if config.face.mode not in _FACE_MODES:
        yield "face.mode", f"{config.face.mode!r} is no way to compare", _mean(config.face.mode, _FACE_MODES)
    if config.face.encoder_sha256 and not _SHA256.fullmatch(config.face.encoder_sha256):
        yield "face.encoder_sha256", "is no SHA-256", "64 hexadecimal digits, as `sha256sum FILE` prints them"
    if config.face.encoder and not config.face.encoder_sha256:
        yield (
            "face.encoder_sha256",
            f"is missing for {config.face.encoder!r}",
            "give the SHA-256 of the file, as `sha256sum FILE` prints it: no unknown model judges faces",
        )
    if not 16 <= config.face.encoder_px <= 512:
        yield "face.encoder_px", f"{config.face.encoder_px} is no input size", "112 is usual"
    if config.face.encoder_std <= 0:
        yield "face.encoder_std", f"{config.face.encoder_std:g} cannot be divided by", "127.5 is usual"
    yield from _detector(config.detector)
    for i, camera in enumerate(config.cameras):
        if not 0 < camera.fps <= 60:
            yield f"cameras[{i}].fps", f"{camera.fps:g} is no rate", "5 is usual"


def _detector(part: DetectorPart) -> Iterator[Found]:
    if part.kind not in _DETECTORS:
        yield "detector.kind", f"{part.kind!r} is no kind of detector", _mean(part.kind, _DETECTORS)
    if part.layout not in _LAYOUTS:
        yield "detector.layout", f"{part.layout!r} is no layout", _mean(part.layout, _LAYOUTS)
    if part.kind != "none" and not part.path:
        yield "detector.path", "is missing", "the path of the .onnx file"
    if part.kind != "none" and not _SHA256.fullmatch(part.sha256):
        yield "detector.sha256", "is no SHA-256", "64 hexadecimal digits, as `sha256sum FILE` prints them"
    if not all(32 <= side <= 4096 for side in part.input):
        yield "detector.input", f"{part.input[0]}x{part.input[1]} is no input size", "640 x 640 is usual"
    for name, value in (("score", part.score), ("nms", part.nms)):
        if not 0 < value <= 1:
            yield f"detector.{name}", f"{value:g} is no share", "between 0 and 1"


def _mean(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, sorted(known), 1, 0.5)
    if near:
        return f"did you mean {near[0]!r}?"
    return "known: " + (", ".join(repr(k) for k in sorted(known)) or "none")
