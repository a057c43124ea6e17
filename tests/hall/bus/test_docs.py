"""docs/bus.md and docs/bus-words.md say what the code does: the worked bytes, the table of roles, every word."""

import re
from pathlib import Path

import pytest

from hall.bus import wire
from hall.cli import words
from hall.contract.access import MAY_SEND
from hall.contract.base import Role, Text
from hall.contract.people import PhoneAttest
from hall.contract.tickets import TakeTicket
from hall.contract.unions import Ask, ReadJournal, Refused
from hall.controller import answers
from hall.controller.door import MAY_BRING, MAY_CHECK_IN

ID = "01a20606376dc9a21688d7d10ba36f2c"
EXAMPLES = {
    "ask": Ask(
        ID, 1795397400433, 1795397405433, TakeTicket("pension", PhoneAttest("13812345678"), "kiosk-1")
    ),
    "refused": Refused(
        ID, "phone", Text("请输入 11 位手机号。", "Please type a mobile number of 11 digits.")
    ),
    "beat": wire.Beat(1795397401000, 2),
    "read": ReadJournal(ID, 41, 2),
}


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "bus.md").read_text("utf-8")


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_worked_bytes_are_what_the_wire_carries(page: str, name: str):
    block = re.search(rf"```hex {name}\n(.*?)```", page, re.DOTALL)
    assert block
    assert bytes.fromhex(block[1].replace("\n", " ")) == wire.encode(EXAMPLES[name])


def test_the_table_of_roles_is_the_hubs(page: str):
    for role in Role:
        if role is not Role.CONTROLLER:
            told = " ".join(sorted(x.__name__ for x in MAY_SEND[role]))
            assert f"| {role.value} | {told} |" in page


def test_the_table_of_identities_is_the_doors(page: str):
    told = re.search(r"\| role \| brings \| to `CheckIn` \|\n\|---\|---\|---\|\n((?:\|.*\n)+)", page)
    assert told
    lines = [
        f"| {role.value} | {_names(MAY_BRING.get(role, ()))} | {_names(MAY_CHECK_IN.get(role, ()))} |"
        for role in Role
        if role in MAY_BRING or role in MAY_CHECK_IN
    ]
    assert told[1].splitlines() == lines


def _names(kinds: tuple[type, ...]) -> str:
    return " ".join(sorted(x.__name__ for x in kinds)) or "–"


def test_every_code_of_the_wire_is_told(page: str):
    codes = {x.code for x in vars(answers).values() if isinstance(x, answers.Refusal)}
    for code in codes | {answers.late(0).code, answers.clock(0).code}:
        assert f"`{code}`" in page, code


def test_the_page_of_words_is_current(root: Path):
    written = (root / "docs" / "bus-words.md").read_text("utf-8")
    assert written == words.page(), "a word has changed: write it anew with `hall words > docs/bus-words.md`"
