"""A configuration in several files: read as one, its problems told where they stand."""

from pathlib import Path

import pytest

from hall.bus.site import BadConfig, Site

MAIN = """
include = ["windows.toml", "items.toml"]

[hall]
id = "h"
name = "大厅"

[[zones]]
id = "A"
name = "综合区"

[[queues]]
id = "q"
letter = "A"
zone = "A"
name = "综合"

[[groups]]
id = "g"
name = "类"

[[services]]
id = "first"
group = "g"
queue = "q"
name = "第一"
"""
WINDOWS = '[[windows]]\nid = "1"\nzone = "A"\nnumber = "1"\nqueues = ["q"]\n'
ITEMS = """
[[services]]
id = "second"
group = "g"
queue = "q"
name = "第二"
"""


def hall(folder: Path, main: str = MAIN, windows: str = WINDOWS, items: str = ITEMS) -> Path:
    for name, text in (("hall.toml", main), ("windows.toml", windows), ("items.toml", items)):
        (folder / name).write_text(text, "utf-8")
    return folder / "hall.toml"


def problems(path: Path) -> list[str]:
    with pytest.raises(BadConfig) as caught:
        Site.load(path)
    return [str(p) for p in caught.value.problems]


def test_lists_go_on_in_the_other_files(tmp_path: Path) -> None:
    config = Site.load(hall(tmp_path)).config
    assert [s.id for s in config.services] == ["first", "second"]
    assert [w.id for w in config.windows] == ["1"]
    assert config.include == ("windows.toml", "items.toml")


def test_a_problem_is_told_with_its_file_and_the_row_in_it(tmp_path: Path) -> None:
    wrong = ITEMS.replace('queue = "q"', 'queue = "qq"') + ITEMS.replace("第二", "第三") + "\nrow = 1\n"
    assert problems(hall(tmp_path, items=wrong)) == [
        "items.toml: services[1].row: unknown key; known keys: " + problems_keys(tmp_path),
        "items.toml: services[1].id: 'second' is already the id of items.toml: services[0]; give it another id",
        "items.toml: services[0].queue: there is no queue 'qq'; did you mean 'q'?",
    ]


def problems_keys(folder: Path) -> str:
    from hall.contract.config import ServicePart

    return ", ".join(ServicePart.__struct_fields__)


def test_a_row_of_the_first_file_keeps_its_place(tmp_path: Path) -> None:
    path = hall(tmp_path, MAIN.replace('group = "g"', 'group = "h"'))
    assert problems(path) == ["services[0].group: there is no group 'h'; known: 'g'"]


def test_what_cannot_be_read_or_joined_is_said_at_once(tmp_path: Path) -> None:
    path = hall(tmp_path, windows="x = [", items='include = ["more.toml"]\n\n[hall]\nid = "x"\n')
    found = problems(path)
    assert found[0].startswith("include[0]: 'windows.toml' is not TOML: ")
    assert found[1:] == [
        "items.toml: include: stands in an included file; only the first file includes",
        "items.toml: hall: is already said in another file; say it once",
    ]
    path = hall(tmp_path, MAIN.replace('"items.toml"', '"nothing.toml", "windows.toml"'))
    assert problems(path) == [
        "include[1]: 'nothing.toml' cannot be read: No such file or directory; check the path",
        "include[2]: 'windows.toml' is read already; name each file once",
    ]


def test_a_table_of_another_file_is_named_with_it(tmp_path: Path) -> None:
    path = hall(tmp_path, items='[bus]\ncommands = "udp://x"\n')
    assert problems(path) == [
        """items.toml: bus.commands: 'udp://x' is no address; write it like "tcp://127.0.0.1:5701\""""
    ]


def test_include_takes_names(tmp_path: Path) -> None:
    found = problems(hall(tmp_path, MAIN.replace('["windows.toml", "items.toml"]', "3")))
    assert found[0] == "include: must be a list, not the number 3; write it in [ ]"
