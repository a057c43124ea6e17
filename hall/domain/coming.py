"""Has the called visitor come: what the camera on the visitors' side of a window says of the time since the call.

A no-show is confirmed by sight only where somebody could have been seen all of the time. A hint for the clerk, who
decides; no identity, no alarm.
"""

from hall.contract.sightings import Seat, Sight
from hall.domain.state import Hall
from hall.domain.supervision.book import machine_ms

LINGER_S = 15  # so long whoever was served before may still gather papers


def came(hall: Hall, window: str, called_ms: int) -> Sight | None:
    """None where no camera watches the visitors' side of this window."""
    name = hall.visitors_of_window.get(window)
    if name is None:
        return None
    post = hall.facts.posts[name]
    if post.seat is Seat.PRESENT:
        return Sight.SOMEBODY
    if post.here_ms > called_ms + machine_ms(hall, LINGER_S):
        return Sight.GONE
    if post.seat is Seat.UNKNOWN or post.blind_ms > called_ms:
        return Sight.UNKNOWN
    return Sight.NOBODY
