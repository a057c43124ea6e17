"""A list model that keeps rows by key, so that a row slides to its new place instead of the list being reset.

A row is any frozen record (dataclass or msgspec struct); its fields are the QML roles.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import (
    Property,
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

_FIRST_ROLE = int(Qt.ItemDataRole.UserRole) + 1


def field_names(record: type) -> tuple[str, ...]:
    """The fields of a dataclass or msgspec struct, in order."""
    if dataclasses.is_dataclass(record):
        return tuple(f.name for f in dataclasses.fields(record))
    return tuple(f.name for f in msgspec.structs.fields(record))


class KeyedModel(QAbstractListModel):
    """`KeyedModel(Row, "id")`; feed it whole lists with `replace`. `count` is a QML property."""

    countChanged = Signal()

    def __init__(self, record: type, key: str = "id", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = field_names(record)
        if key not in self._names:
            raise ValueError(f"{record.__name__} has no field {key!r}")
        self._key = key
        self._rows: list[Any] = []

    @property
    def rows(self) -> tuple[Any, ...]:
        return tuple(self._rows)

    def roleNames(self) -> dict[int, QByteArray]:
        return {_FIRST_ROLE + i: QByteArray(name.encode()) for i, name in enumerate(self._names)}

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        if not index.isValid() or not _FIRST_ROLE <= role < _FIRST_ROLE + len(self._names):
            return None
        return getattr(self._rows[index.row()], self._names[role - _FIRST_ROLE])

    def replace(self, rows: Sequence[Any]) -> None:
        """Make the list equal to `rows` with the fewest visible changes. Keys must be unique (ValueError)."""
        wanted = [getattr(row, self._key) for row in rows]
        if len(set(wanted)) != len(wanted):
            raise ValueError(f"a {self._key} appears twice: {wanted}")
        before = len(self._rows)
        self._remove_missing(set(wanted))
        for place, row in enumerate(rows):
            self._put(place, wanted[place], row)
        if before != len(self._rows):
            self.countChanged.emit()

    def _keys(self) -> list[Any]:
        return [getattr(row, self._key) for row in self._rows]

    def _remove_missing(self, wanted: set[Any]) -> None:
        for i in range(len(self._rows) - 1, -1, -1):
            if getattr(self._rows[i], self._key) not in wanted:
                self.beginRemoveRows(QModelIndex(), i, i)
                del self._rows[i]
                self.endRemoveRows()

    def _put(self, place: int, key: Any, row: Any) -> None:
        keys = self._keys()
        if key not in keys:
            self.beginInsertRows(QModelIndex(), place, place)
            self._rows.insert(place, row)
            self.endInsertRows()
            return
        at = keys.index(key)
        if at != place:
            self.beginMoveRows(QModelIndex(), at, at, QModelIndex(), place)
            self._rows.insert(place, self._rows.pop(at))
            self.endMoveRows()
        old = self._rows[place]
        if old != row:
            self._rows[place] = row
            changed = [
                _FIRST_ROLE + i for i, n in enumerate(self._names) if getattr(old, n) != getattr(row, n)
            ]
            self.dataChanged.emit(self.index(place), self.index(place), changed)

    def _count(self) -> int:
        return len(self._rows)

    count = Property(int, _count, notify=countChanged)
