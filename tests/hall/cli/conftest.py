"""The small hall of the tests (tests/hall/house.py)."""

from tests.hall.house import house, open_hours

__all__ = ["house", "open_hours"]
