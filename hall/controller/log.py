"""What the controller says to its log: sentences, places in the code, never what a person brought."""

import os
import sys
import traceback


def log(words: str) -> None:
    print(f"controller: {words}", file=sys.stderr, flush=True)


def log_fault(error: Exception, about: str) -> None:
    """Where a rule failed, without its message: that could quote what a person said."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{os.path.basename(x.filename)}:{x.lineno} {x.name}" for x in reversed(frames))
    log(f"{type(error).__name__} in the rules at {about}: {where}")
