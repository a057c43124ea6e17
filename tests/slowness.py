"""How much slower this machine is than the one the aims of the tests were set on."""

import time

THERE_S = 0.05  # of processor time the same loop takes there


def slower() -> float:
    """By so much an aim in processor time is stretched: 1.0 there and on faster machines."""
    return max(1.0, min(_loop_s() for _ in range(3)) / THERE_S)


def _loop_s() -> float:
    began = time.process_time()
    total = 0
    for n in range(1_000_000):
        total += n * n % 7
    return time.process_time() - began
