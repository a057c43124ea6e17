"""Rows keep their place by key: what stays is moved or changed, never removed and made again."""

import itertools
from dataclasses import dataclass

import pytest
from PySide6.QtGui import QGuiApplication

from hall.uikit.listmodel import KeyedModel


@dataclass(frozen=True)
class Row:
    id: str
    text: str = ""


def seen(model: KeyedModel) -> list[str]:
    """What QML reads, through data()."""
    roles = {bytes(v.data()).decode(): k for k, v in model.roleNames().items()}
    return [model.data(model.index(i), roles["id"]) for i in range(model.rowCount())]


@pytest.mark.parametrize("before", ["", "a", "abc", "abcd"])
def test_every_change_of_order_arrives(app: QGuiApplication, before: str) -> None:
    for size in range(5):
        for after in itertools.permutations("abcde", size):
            model = KeyedModel(Row, "id")
            model.replace([Row(x) for x in before])
            model.replace([Row(x) for x in after])
            assert seen(model) == list(after)


def test_a_row_that_stays_is_never_removed(app: QGuiApplication) -> None:
    model = KeyedModel(Row, "id")
    model.replace([Row("a"), Row("b"), Row("c")])
    removed: list[int] = []
    inserted: list[int] = []
    model.rowsRemoved.connect(lambda parent, first, last: removed.append(first))
    model.rowsInserted.connect(lambda parent, first, last: inserted.append(first))
    model.replace([Row("c"), Row("a"), Row("d"), Row("b", "new words")])
    assert removed == []
    assert inserted == [2]
    assert model.rows[3].text == "new words"


def test_only_the_role_that_changed_is_told(app: QGuiApplication) -> None:
    model = KeyedModel(Row, "id")
    model.replace([Row("a", "x"), Row("b", "y")])
    told: list[tuple[int, list[int]]] = []
    model.dataChanged.connect(lambda top, bottom, roles: told.append((top.row(), list(roles))))
    model.replace([Row("a", "x"), Row("b", "z")])
    text_role = next(k for k, v in model.roleNames().items() if bytes(v.data()) == b"text")
    assert told == [(1, [text_role])]


def test_a_key_that_appears_twice_is_refused(app: QGuiApplication) -> None:
    model = KeyedModel(Row, "id")
    with pytest.raises(ValueError, match="twice"):
        model.replace([Row("a"), Row("a")])


def test_a_key_that_is_no_field_is_refused(app: QGuiApplication) -> None:
    with pytest.raises(ValueError, match="no field"):
        KeyedModel(Row, "number")


def test_count_is_told_when_it_changes(app: QGuiApplication) -> None:
    model = KeyedModel(Row, "id")
    told: list[int] = []
    model.countChanged.connect(lambda: told.append(model.rowCount()))
    model.replace([Row("a")])
    model.replace([Row("a", "other")])
    model.replace([])
    assert told == [1, 0]
