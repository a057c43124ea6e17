"""What one queue has learnt about its own pace; updated by the fold, read by `estimate`. Numbers only."""

import msgspec


class Learned(msgspec.Struct):
    """Owned by the waiting helper; see the functions below."""

    n: int = 0
