"""Numbers a person types behind an option: read with their limits, which nan, infinity and words are never within."""

import argparse
import math
from collections.abc import Callable


def between(least: float, most: float, what: str) -> Callable[[str], float]:
    """For `type=` of argparse: a number from `least` to `most`; `what` names its unit in the words of a refusal."""

    def read(given: str) -> float:
        try:
            number = float(given)
        except ValueError:
            number = math.nan
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{given!r}: {what} from {least:g} to {most:g}")
        return number

    return read
