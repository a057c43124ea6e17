"""`hall catalogue` as somebody types it, against a hall that runs; and long questions on the wire."""

import zlib
from pathlib import Path

import msgspec
import pytest

from hall.__main__ import main
from hall.bus import wire
from hall.contract.catalogue import CatalogueImported, ImportCatalogue
from hall.contract.config import GroupPart, ServicePart
from hall.contract.unions import Ask, Done, Refused
from hall.contract.views_catalogue import CatalogueView
from tests.hall.house import House, until

HEAD = "编号,事项名称,分类,队列,办事指南\n"
GOOD = HEAD + "pension,养老保险,people,社会保险,带身份证\nnew,新生儿落户,个人,tax,\n"


def typed(house: House, *words: object) -> int:
    return main(["catalogue", *(str(w) for w in words), "--config", str(house.config)])


def write(house: House, text: str, name: str = "items.csv") -> Path:
    path = house.folder / name
    path.write_text(text, "utf-8")
    return path


def test_check_names_every_row(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(house, "check", write(house, GOOD)) == 0
    assert "good. 2 items in 1 groups, SM3 " in capsys.readouterr().out
    bad = write(house, HEAD + "a,甲,people,nowhere,\na,乙,peeple,tax,\n")
    assert typed(house, "check", bad) == 1
    said = capsys.readouterr().err
    assert "3 faults" in said
    assert "row 2, 队列: there is no queue 'nowhere'" in said
    assert "row 3, 分类: there is no group 'peeple'; did you mean 'people'?" in said


def test_a_list_reaches_the_running_hall_and_its_kiosks(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(house, GOOD)
    seen: list[CatalogueView] = []
    with house.running(), house.client("kiosk-1") as kiosk:
        kiosk.follow("catalogue")

        def arrived(version: str) -> bool:
            seen.extend(v for v in kiosk.poll(0.1) if isinstance(v, CatalogueView))
            return bool(seen) and seen[-1].version == version

        until(lambda: arrived(""))
        assert [s.id for s in seen[-1].services] == ["pension", "vat"]
        assert typed(house, "import", path, "--version", "v1") == 0
        assert "version v1 is in force now" in capsys.readouterr().out
        until(lambda: arrived("v1"))
        assert [(s.id, s.initials) for s in seen[-1].services] == [("pension", "ylbx"), ("new", "xselh")]
        assert typed(house, "import", path, "--version", "v1") == 0
        assert "nothing to do" in capsys.readouterr().out
        write(house, GOOD + "more,再一项,people,tax,\n")
        assert typed(house, "import", path, "--version", "v1") == 1
        said = capsys.readouterr().err
        assert "Give this one another version" in said
        assert "请换一个版本号" in said
        assert typed(house, "import", path, "--version", "v2", "--starts", "2027-01-01") == 0
        assert "from 2027-01-01" in capsys.readouterr().out
    out = house.folder / "out.csv"
    assert typed(house, "export", out) == 0
    assert out.read_text("utf-8-sig").splitlines()[1].startswith("pension,养老保险,")
    assert "再一项" not in out.read_text("utf-8-sig"), "it has not begun"
    assert (house.folder / "out-groups.csv").exists()


def test_what_stands_in_the_way_of_an_import_is_said(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(house, GOOD)
    assert typed(house, "import", path, "--version", "v1", "--starts", "1.1.27") == 1
    assert "write it like 2026-07-01" in capsys.readouterr().err
    assert typed(house, "import", path, "--version", "v1", "--name", "nobody") == 1
    assert "no key" in capsys.readouterr().err
    assert typed(house, "export", house.folder / "x.pdf") == 1
    assert main(["catalogue", "check", str(path), "--config", "/no/such/file"]) == 2


# --- long questions ---------------------------------------------------------------------------------------------


def long_list(count: int = 2000) -> ImportCatalogue:
    guide = "材料齐全当场收，缺什么一次说清楚。" * 30
    items = tuple(
        ServicePart(f"i{n}", "people", "tax", f"事项{n}", guide=f"{n}{guide}", materials=("身份证", f"表{n}"))
        for n in range(count)
    )
    return ImportCatalogue("big", "big.csv", "c" * 64, (GroupPart("people", "个人"),), items)


def test_a_list_of_two_thousand_long_items_is_one_command(house: House) -> None:
    command = long_list()
    assert len(wire.encode(Ask("0" * 32, 0, 0, command))) > 2_500_000, "far above what others may send"
    with house.running() as loop, house.client("admin") as admin:
        answer = admin.ask(command, 30.0)
        assert isinstance(answer, Done), answer
        (recorded,) = answer.events
        assert isinstance(recorded.event, CatalogueImported)
        assert recorded.event.services == command.services
        assert admin.ask(command, 30.0, again=answer.id) == answer, (
            "the same question again is the same answer"
        )
        assert len(loop.memory.hall.services) >= 2000


def test_nobody_else_may_send_long_questions(house: House) -> None:
    command = long_list(300)
    with house.running() as loop:
        with house.client("kiosk-1") as kiosk:
            answer = kiosk.ask(command)
            assert isinstance(answer, Refused)
            assert (answer.code, answer.text.en.split(",")[0]) == (
                "too_large",
                "a question may have 65536 bytes",
            )
            now = loop.now()
            small = ImportCatalogue("v", "f", "c" * 64, command.groups, command.services[:1])
            packed = wire.pack(wire.encode(Ask(wire.new_id(now), now, now + 5000, small)))
            kiosk._send(packed)  # by hand: packed, though only an administrator's is unpacked
            until(lambda: loop.counts.refused == 1)
            assert isinstance(kiosk.ask(small), Refused), "and the role is not allowed it at any size"
        assert loop.memory.hall.facts.catalogue is None


def test_a_small_frame_cannot_unpack_into_all_memory(house: House) -> None:
    bomb = zlib.compress(b"\0" * (wire.MAX_LIST + 1), 9)
    assert len(bomb) < 20_000
    assert wire.unpack(bomb) == bomb, "left as it is: it is no question then"
    most = zlib.compress(b"\0" * wire.MAX_LIST, 9)
    assert len(wire.unpack(most)) == wire.MAX_LIST
    assert wire.unpack(b"x" + b"junk") == b"xjunk"
    whole = wire.pack(b"word" * 1000)
    assert wire.unpack(whole) == b"word" * 1000
    assert wire.unpack(whole[:-9]) == whole[:-9], "a torn one is no question"
    with house.running() as loop, house.client("admin") as admin:
        admin._send(bomb)
        until(lambda: loop.counts.refused == 1)


def test_an_administrators_question_has_an_end_too(house: House) -> None:
    command = long_list(1)
    one = msgspec.structs.replace(command.services[0], guide="字" * 6_000_000)
    with house.running(), house.client("admin") as admin:
        answer = admin.ask(msgspec.structs.replace(command, services=(one,)))
        assert isinstance(answer, Refused)
        assert answer.code == "too_large"
