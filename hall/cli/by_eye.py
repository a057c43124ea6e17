"""A count of `hall camera count` held against one by eye: how far off, and what a count is worth. Pure."""

LEAST = 20  # people by eye, both ways: fewer prove nothing
OFF = 0.4  # so far off a direction may be
QUARTER = 0.25  # of all: a direction hardly anybody takes is held against this many


def held(told: tuple[int, int], eye: tuple[int, int]) -> tuple[str, float]:
    """What to say, and the `line_scale`; 0.0 where the picture does not allow a count, or too few came to tell.
    `told` and `eye` are people in and out in the same time."""
    total = sum(eye)
    if total < LEAST:
        return f"{total} people by eye are too few to tell: watch until {LEAST} went over the line", 0.0
    off = [(a - b) / max(b, QUARTER * total) for a, b in zip(told, eye, strict=True)]
    line = f"by eye {eye[0]} in, {eye[1]} out: in is off by {off[0]:+.0%}, out by {off[1]:+.0%}"
    if max(map(abs, off)) > OFF or not sum(told):
        why = (
            f"{line}\nthis picture does not allow it: a direction may be off by {OFF:.0%}. Draw the line where people "
            "go through one after the other and nothing stands before them, hang the camera higher, or do without"
        )
        return why, 0.0
    return line, total / sum(told)
