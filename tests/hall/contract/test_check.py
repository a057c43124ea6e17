"""A configuration with many faults is answered with all of them at once, each with its place and what to do."""

import copy
import tomllib
from typing import Any

import msgspec
import pytest

from hall.contract.check import check

GOOD = """
[hall]
id = "xinmi"
name = "政务服务大厅"

[[zones]]
id = "A"
name = "综合区"

[[queues]]
id = "social"
letter = "A"
zone = "A"
name = "社会保险"

[[groups]]
id = "people"
name = "个人办事"

[[services]]
id = "pension"
group = "people"
queue = "social"
name = "养老保险"

[[windows]]
id = "1"
zone = "A"
number = "1"
queues = ["social"]

[[windows]]
id = "2"
zone = "A"
number = "2"
queues = ["social"]

[[staff]]
id = "s1"
name = "王"

[[posts]]
id = "p1"
window = "1"

[[kiosks]]
id = "kiosk-1"
printer = "printer-1"

[[devices]]
id = "printer-1"
make = "printer.escpos"
port = "/dev/ttyUSB0"
kiosk = "kiosk-1"

[[devices]]
id = "led-1"
make = "led.onbon"
port = "tcp:127.0.0.1:5005"
window = "1"

[[cameras]]
id = "cam-1"
source = "0"
"""


@pytest.fixture
def raw() -> dict[str, Any]:
    return tomllib.loads(GOOD)


def places(raw: dict[str, Any]) -> dict[str, str]:
    config, problems = check(raw)
    assert (config is None) == bool(problems)
    return {p.place: f"{p.what}; {p.do}" for p in problems}


def test_a_good_file_has_no_problem(raw):
    config, problems = check(raw)
    assert problems == ()
    assert config is not None
    assert config.windows[1].number == "2"


def test_all_problems_come_in_one_answer(raw):
    raw["zonez"] = []
    raw["hall"]["nmae"] = "x"
    raw["bus"] = {"commands": 5701}
    raw["windows"][0]["zone"] = "AA"
    raw["windows"][1]["id"] = "1"
    del raw["queues"][0]["letter"]
    raw["devices"][1]["port"] = "/dev/ttyUSB0"
    found = places(raw)
    assert "did you mean 'zones'?" in found["zonez"]
    assert "did you mean 'name'?" in found["hall.nmae"]
    assert "must be text, not the number 5701" in found["bus.commands"]
    assert "there is no zone 'AA'" in found["windows[0].zone"]
    assert "already the id of windows[0]" in found["windows[1].id"]
    assert "is missing" in found["queues[0].letter"]
    assert "already used by 'printer-1'" in found["devices[1].port"]
    assert len(found) == 7  # and nobody is blamed for what follows from another's fault


def put(path: str, value: object):
    def change(raw: dict[str, Any]) -> None:
        *way, last = [int(p) if p.isdigit() else p for p in path.split("/")]
        at: Any = raw
        for step in way:
            at = at.setdefault(step, {}) if isinstance(at, dict) else at[step]
        at[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "place", "words"),
    [
        ("windows/0/zone", "", "windows[0].zone", "there is no zone"),
        ("windows/0/queues", [], "windows[0].queues", "is empty"),
        ("windows/0/queues", ["socail"], "windows[0].queues[0]", "did you mean 'social'?"),
        ("windows/0/queues", "social", "windows[0].queues", "must be a list"),
        ("windows/1/number", "1", "windows[1].number", "already shown"),
        ("windows/0/number", 3, "windows[0].number", 'write "3"'),
        ("queues/0/zone", "B", "queues[0].zone", "there is no zone 'B'"),
        ("queues/0/letter", "a", "queues[0].letter", "no letter"),
        ("queues/0/service_s", 0, "queues[0].service_s", "no service time"),
        ("queues/0/service_s", "480", "queues[0].service_s", "without quotes"),
        ("queues/0/service_s", True, "queues[0].service_s", "must be a whole number"),
        ("queues/0/sessions", ["9-12"], "queues[0].sessions[0]", "no session"),
        ("services/0/group", "x", "services[0].group", "there is no group"),
        ("services/0/queue", "x", "services[0].queue", "there is no queue"),
        ("hall/sessions", ["09:00-12:00", "11:00-13:00"], "hall.sessions[1]", "overlaps"),
        ("hall/sessions", ["12:00-09:00"], "hall.sessions[0]", "ends before"),
        ("hall/sessions", ["09:00-24:30"], "hall.sessions[0]", "ends before"),
        ("hall/days", [0], "hall.days[0]", "no day"),
        ("kiosks/0/printer", "printer-9", "kiosks[0].printer", "did you mean 'printer-1'?"),
        ("kiosks/0/spare", "printer-1", "kiosks[0].spare", "the kiosk's own"),
        ("kiosks/0/id", "window-1", "kiosks[0].id", "key name of"),
        ("devices/0/kiosk", "kiosk-7", "devices[0].kiosk", "there is no kiosk"),
        ("devices/0/make", "escpos", "devices[0].make", "no make"),
        ("devices/0/host", "kiosk-1", "devices[0].host", "key name of"),
        ("devices/1/id", "printer-1", "devices[1].id", "already the id"),
        ("cameras/0/fps", 0, "cameras[0].fps", "no rate"),
        ("cameras/0/host", "devices-1", "cameras[0].host", "drives devices"),
        ("posts/0/window", "9", "posts[0].window", "there is no window"),
        ("posts/0/polygon", [[0, 0], [2, 0], [1, 1]], "posts[0].polygon[1]", "outside the picture"),
        ("posts/0/polygon", [[0, 0], [1, 1]], "posts[0].polygon", "at least three"),
        ("posts/0/polygon", [[0, 0, 0]], "posts[0].polygon[0]", "must have 2 values"),
        ("posts/0/camera", "cam-1", "posts[0].polygon", "is missing"),
        ("posts/0/kind", "frnot", "posts[0].kind", "did you mean 'front'?"),
        ("staff/0/pin", "1234", "staff[0].pin", "no sealed PIN"),
        ("staff/0/duty", "boss", "staff[0].duty", "no duty"),
        ("bus/views", "tcp://127.0.0.1:5701", "bus.views", "used twice"),
        ("bus/views", "127.0.0.1:1", "bus.views", "no address"),
        ("bus/views", "tcp://127.0.0.1:70000", "bus.views", "no address"),
        ("store/keys", "", "store.keys", "is empty"),
        ("policy/repeat_max", 0, "policy.repeat_max", "at least 1"),
        ("policy/warn_s", 9000, "policy.warn_s", "later than"),
        ("zones/0/kind", "servise", "zones[0].kind", "did you mean 'service'?"),
        ("zones", 3, "zones", "must be a list"),
        ("hall", "x", "hall", "must be a table"),
    ],
)
def test_each_fault_is_named_at_its_place(raw, path, value, place, words):
    put(path, value)(raw)
    assert words in places(raw)[place]


def test_an_open_address_without_keys_is_refused(raw):
    raw["bus"] = {"commands": "tcp://0.0.0.0:5701"}
    raw["store"] = {"keys": ""}
    assert "open to the network" in places(raw)["bus.commands"]


def test_panels_on_one_bus_differ_by_address(raw):
    second = {**raw["devices"][1], "id": "led-2", "address": 2}
    raw["devices"].append(second)
    assert check(raw)[1] == ()


def test_nothing_at_all_is_answered_with_what_is_missing():
    found = places({})
    assert {"hall", "zones", "queues", "groups", "services", "windows"} <= set(found)


def test_a_whole_number_is_a_limit_like_any_other(raw):
    raw["limits"] = [{"quantity": "co2", "high": 1000}]
    config, problems = check(raw)
    assert not problems
    assert config is not None
    assert config.limits[0].high == 1000.0
    raw["limits"] = [{"quantity": "co2", "high": "1000"}, {"quantity": "noise", "high": True}]
    _, problems = check(raw)
    assert [p.place for p in problems if "must be a number" in p.what] == ["limits[0].high", "limits[1].high"]


@pytest.mark.parametrize("junk", [None, 3, "x", [], [[]], {"a": {}}, True, 1.5])
def test_junk_anywhere_never_raises(raw, junk):
    for table in list(raw):
        broken = copy.deepcopy(raw)
        broken[table] = junk
        check(broken)
        if isinstance(raw[table], list):
            broken[table] = [junk]
            check(broken)
            for key in raw[table][0]:
                broken[table] = [{**raw[table][0], key: junk}]
                check(broken)


def test_what_the_check_accepts_msgspec_accepts(raw):
    config, _ = check(raw)
    assert msgspec.convert(msgspec.to_builtins(config), type(config)) == config
