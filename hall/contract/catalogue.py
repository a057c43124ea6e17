"""The item list (事项清单): how a new one reaches the hall, and that it did. Rules: `hall.domain.catalogue`."""

from hall.contract.base import Word
from hall.contract.config import GroupPart, ServicePart

# --- commands -------------------------------------------------------------------------------------------------


class ImportCatalogue(Word, frozen=True):
    """Put a whole item list in the place of the present one (R008, R119): all of it or nothing. `sm3` is the hash of
    the file it was read from, 64 hex digits; `starts` (YYYY-MM-DD) is its first day, "" at once."""

    version: str
    source: str  # name of the file
    sm3: str
    groups: tuple[GroupPart, ...]
    services: tuple[ServicePart, ...]
    starts: str = ""


# --- events ---------------------------------------------------------------------------------------------------


class CatalogueImported(Word, frozen=True):
    """A new item list is in force, at once or from `starts` on. It holds the whole list, so that a replay needs no
    file; a field of `ServicePart` may get a default but never goes away."""

    version: str
    source: str
    sm3: str
    groups: tuple[GroupPart, ...]
    services: tuple[ServicePart, ...]
    starts: str = ""
