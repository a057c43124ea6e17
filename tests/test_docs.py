"""What the papers say, checked by machine: the table of requirements, the README, the glossary, the links between them.

Whether a sentence is true only a reader can tell. That what it names exists, that nothing is missing and nothing is
counted wrongly, is told here.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

# Every requirement marked CORE or SUP in the list of the founding documents; ids only, the words stand in the table.
CORE = """
R001 R002 R005 R007 R008 R009 R013 R014 R015 R016 R018 R020 R027 R033 R034 R035 R036 R037 R063 R064 R065 R069 R070 R071
R072 R075 R080 R084 R085 R087 R088 R089 R090 R091 R095 R097 R098 R099 R103 R105 R107 R113 R118 R119 R120 R121 R122 R123
R124 R127 R128 R129 R130 R131 R132
""".split()
SUP = """
R004 R010 R012 R017 R019 R022 R024 R025 R026 R028 R029 R030 R031 R032 R038 R039 R040 R043 R044 R045 R046 R047 R048 R049
R050 R051 R052 R053 R054 R055 R056 R057 R058 R059 R060 R061 R062 R066 R067 R074 R076 R077 R078 R081 R082 R083 R086 R092
R093 R100 R101 R104 R106 R109 R110 R111 R114 R115 R116 R117 R126 R133 R134 R135 R136 R137 R139
""".split()

TICKS = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|\ssrc=\"([^\"]+)\"")


@dataclass(frozen=True)
class Row:
    id: str
    short: str
    state: str
    code: tuple[str, ...]
    tests: tuple[str, ...]


def rows(root: Path) -> list[Row]:
    found = []
    for line in (root / "docs" / "requirements.md").read_text("utf-8").splitlines():
        if not re.match(r"\|\s*R\d", line):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        assert len(cells) == 5, f"five columns, please: {line}"
        found.append(Row(*cells[:3], tuple(TICKS.findall(cells[3])), tuple(TICKS.findall(cells[4]))))
    return found


def missing(root: Path, named: str) -> str:
    """What of `path` or `path::Name` is not there; "" when all is. A name is a function, a class or a QML object."""
    path, _, name = named.partition("::")
    if not (root / path).exists():
        return f"{path} does not exist"
    if not name:
        return ""
    text = (root / path).read_text("utf-8")
    if re.search(
        rf"^\s*(?:async )?(?:def|class) {re.escape(name)}\b|^{re.escape(name)}\b[^=\n]*=", text, re.M
    ):
        return ""
    return f"{path} has no {name}"


# ---- the table of requirements


def test_every_requirement_stands_in_the_table_once(root):
    assert len(CORE) == 55 and len(SUP) == 67
    ids = [row.id for row in rows(root)]
    assert sorted(ids) == sorted(CORE + SUP)
    assert ids == sorted(ids), "in the order of their numbers, so that one can be found"


def test_every_state_is_one_of_three_and_says_what_is_missing(root):
    wrong = []
    for row in rows(root):
        if not 3 <= len(row.short.split()) <= 8:
            wrong.append(f"{row.id}: three to eight words, not {row.short!r}")
        if row.state == "met" and not (row.code and row.tests):
            wrong.append(f"{row.id}: met, but by which code and which test?")
        elif row.state.startswith("partly: ") and not (row.code and row.tests):
            wrong.append(f"{row.id}: partly, but the part that is there has no code or no test")
        elif row.state == "not yet" and (row.code or row.tests):
            wrong.append(f"{row.id}: not yet, but it names {row.code or row.tests}")
        elif row.state not in ("met", "not yet") and not re.match(r"partly: \S.{8}", row.state):
            wrong.append(
                f"{row.id}: {row.state!r} is neither met, nor 'partly: what is missing', nor not yet"
            )
    assert wrong == []


def test_every_file_and_name_of_the_table_exists(root):
    wrong = [
        f"{row.id}: {what}"
        for row in rows(root)
        for named in row.code + row.tests
        if (what := missing(root, named))
    ]
    assert wrong == []


def test_code_is_code_and_tests_are_tests(root):
    wrong = []
    for row in rows(root):
        wrong += [f"{row.id}: {x} is a test, not the code" for x in row.code if x.startswith("tests/")]
        wrong += [f"{row.id}: {x} is no test" for x in row.tests if not re.match(r"tests/.*test_\w+\.py", x)]
    assert wrong == []


def test_the_count_above_the_table_is_right(root):
    said = re.search(
        r"^Count: (\d+) met, (\d+) partly, (\d+) not yet\.$",
        (root / "docs" / "requirements.md").read_text("utf-8"),
        re.M,
    )
    assert said, "the line 'Count: N met, N partly, N not yet.' is gone"
    states = [row.state.partition(":")[0] for row in rows(root)]
    assert [int(n) for n in said.groups()] == [states.count(s) for s in ("met", "partly", "not yet")]


def test_the_check_itself_notices_what_is_not_there(root):
    """A check that finds everything would be none."""
    assert missing(root, "tests/test_docs.py::missing") == ""
    assert missing(root, "tests/test_docs.py::Row") == ""
    assert missing(root, "tests/test_docs.py::CORE") == ""
    assert missing(root, "tests/test_docs.py::a_function_nobody_wrote") != ""
    assert missing(root, "hall/no_such_room.py") != ""


# ---- links and pictures


def papers() -> list[str]:
    root = Path(__file__).resolve().parent.parent
    return sorted(
        str(p.relative_to(root))
        for p in [root / "README.md", root / "CHANGELOG.md", *(root / "docs").rglob("*.md")]
    )


@pytest.mark.parametrize("paper", papers())
def test_every_link_and_picture_of_a_paper_exists(root, paper):
    place = root / paper
    broken = [
        target
        for target in map("".join, LINK.findall(place.read_text("utf-8")))
        if not re.match(r"https?://|mailto:|#", target)
        and not (place.parent / target.partition("#")[0]).exists()
    ]
    assert broken == []


# ---- words


def test_the_glossary_has_one_row_for_each_word(root):
    terms: list[str] = []
    for line in (root / "docs" / "glossary.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and cells[0] != "code" and not set(cells[0]) <= {"-"}:
            assert len(cells) == 3, f"three columns, please: {line}"
            terms += [term.strip().lower() for term in cells[0].split(",")]
    assert len(terms) > 40
    assert sorted({term for term in terms if terms.count(term) > 1}) == []


def commands_in(paper: Path) -> list[str]:
    """Every line a paper shows as something to type: in backticks, in fences, or in a comment of a config file."""
    text = paper.read_text("utf-8")
    if paper.suffix != ".md":
        return [line.lstrip("# ") for line in text.splitlines() if line.startswith("#   ")]
    fences = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.M | re.S)
    prose = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    return [*"\n".join(fences).splitlines(), *TICKS.findall(prose)]


def test_every_word_of_the_command_line_that_a_paper_names_is_one(root):
    from hall.__main__ import WORDS

    said = {
        (paper, found[1])
        for paper in [*papers(), "examples/demo/hall.toml"]
        for line in commands_in(root / paper)
        if (found := re.match(r"(?:\.venv/bin/)?hall ([a-z-]+)", line.strip()))
    }
    assert len(said) > 3
    assert sorted(one for one in said if one[1] not in WORDS) == []


def test_the_readme_names_every_word_of_the_command_line(root):
    from hall.__main__ import WORDS

    named = re.findall(r"^\| `hall ([\w-]+)` \|", (root / "README.md").read_text("utf-8"), re.M)
    assert sorted(named) == sorted(WORDS)


def test_the_readme_names_every_make_and_no_other(root):
    from devices.catalog import DRIVERS

    named = set(re.findall(r"^\| `([\w+]+\.\w+)` \|", (root / "README.md").read_text("utf-8"), re.M))
    assert named == {*DRIVERS, "eye.camera"}


def test_the_limits_in_the_paper_on_privacy_are_those_of_the_program(root):
    from hall.contract.config import FacePart, PolicyPart

    text = (root / "docs" / "privacy.md").read_text("utf-8")
    said = dict(re.findall(r"`policy\.(\w+)`[ ,(]+(\d+) s", text))
    assert set(said) == {"held_s", "reading_s"}
    assert {name: str(getattr(PolicyPart(), name)) for name in said} == said
    assert f"uses\n{FacePart().tolerance}," in text


def test_who_reads_the_journal_is_what_the_paper_on_privacy_says(root):
    from hall.contract.access import MAY_READ_JOURNAL

    text = (root / "docs" / "privacy.md").read_text("utf-8")
    table = text.partition("## Who can see the journal")[2].partition("\n## ")[0]
    answers = re.findall(r"^\| ([a-z, ]+) \| .* \| (yes|no) \|$", table, re.M)
    said = {role.strip(): answer == "yes" for roles, answer in answers for role in roles.split(",")}
    assert {role for role, may in said.items() if may} == {role.value for role in MAY_READ_JOURNAL}
    from hall.contract.base import Role

    assert set(said) == {role.value for role in Role} - {"controller"}


def test_the_papers_of_the_bus_name_every_command_event_and_view(root):
    import typing

    from hall.contract.unions import Answer, Command, Event, Question
    from hall.contract.views import View

    bus, words = ((root / "docs" / name).read_text("utf-8") for name in ("bus.md", "bus-words.md"))
    assert "(bus-words.md)" in bus, "who reads the wire must find the words"
    every = [word for union in (Command, Event, View, Question, Answer) for word in typing.get_args(union)]
    assert len(every) > 65
    headed = set(re.findall(r"^### (\w+)$", words, re.M))
    assert sorted(word.__name__ for word in every if word.__name__ not in headed) == []
