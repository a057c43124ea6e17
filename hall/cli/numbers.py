"""Numbers a person types behind an option: read with their limits, which nan, infinity and words are never within.

Each is for `type=` of argparse, whose words name the option.
"""

import argparse
import math
from collections.abc import Callable


def between(least: float, most: float, what: str) -> Callable[[str], float]:
    """A number from `least` to `most`; `what` names its unit in the words of a refusal."""
    return lambda given: _read(given, lambda x: least <= x <= most, f"{what} from {least:g} to {most:g}")


def seconds(given: str) -> float:
    """How long to watch or to wait; never for ever."""
    return _read(given, lambda x: 0 < x <= 86_400, "seconds between 0 and 86400")


def share(given: str) -> float:
    """Above 0 and below 1."""
    return _read(given, lambda x: 0 < x < 1, "a share between 0 and 1")


def size(given: str) -> tuple[int, int]:
    """WxH of a picture, in pixels."""
    wide, _, high = given.partition("x")
    digits = all(one.isascii() and one.isdigit() and len(one) < 6 for one in (wide, high))
    if not digits or not (32 <= int(wide) <= 4096 and 32 <= int(high) <= 4096):
        raise argparse.ArgumentTypeError(f"{given!r}: width x height from 32 to 4096 pixels, as 640x640")
    return int(wide), int(high)


def _read(given: str, fits: Callable[[float], bool], wanted: str) -> float:
    try:
        number = float(given)
    except ValueError:
        number = math.nan
    if not fits(number):  # nan fits nothing
        raise argparse.ArgumentTypeError(f"{given!r}: {wanted}")
    return number
