"""Numbers on the command line of `hall camera` and `hall vision-eval`: within bounds, or a sentence that says which."""

import argparse


def seconds(text: str) -> float:
    """How long to watch or to wait; never for ever."""
    return _between(text, 0, 86_400, "seconds between 0 and 86400")


def share(text: str) -> float:
    """Above 0 and below 1."""
    found = _between(text, 0, 1, "a share between 0 and 1")
    if found == 1:
        raise argparse.ArgumentTypeError(f"{text!r}: a share between 0 and 1")
    return found


def size(text: str) -> tuple[int, int]:
    """WxH of a picture, in pixels."""
    wide, _, high = text.partition("x")
    digits = all(one.isascii() and one.isdigit() and len(one) < 6 for one in (wide, high))
    if not digits or not (32 <= int(wide) <= 4096 and 32 <= int(high) <= 4096):
        raise argparse.ArgumentTypeError(f"{text!r}: width x height from 32 to 4096 pixels, as 640x640")
    return int(wide), int(high)


def _between(text: str, above: float, most: float, wanted: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = above
    if not above < found <= most:  # false for what is no number as well
        raise argparse.ArgumentTypeError(f"{text!r}: {wanted}")
    return found
