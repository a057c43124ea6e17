"""View-models of earlier tests live on until the process ends.

PySide remembers QML items that C++ has deleted by their address; a view-model that is made anew at such an address
answers QML with `undefined`, and the garbage collector may take one down while an engine still looks at it. A screen
has its view-models for as long as it runs, so only tests meet this.
"""

from collections.abc import Mapping
from pathlib import Path

from hall.uikit import screen
from hall.uikit.words import Words

_kept: list[Mapping[str, object]] = []
_show = screen.show


def keep() -> None:
    """Let every window that is shown from now on keep its view-models."""
    screen.show = _show_and_keep


def _show_and_keep(
    main: Path,
    models: Mapping[str, object],
    words: Words,
    size: tuple[int, int] | None = None,
    visible: bool = True,
) -> screen.Shown:
    _kept.append({"words": words, **models})
    return _show(main, models, words, size, visible)
