"""What screens and hosts are shown, one module for each: whole, small, with the journal `seq` they were built from and
the hall time `at`.

Every time is absolute (ms), so a screen can count seconds by itself. A view older than its rate is shown as stale.
"""

from hall.contract.views_catalogue import CatalogueView
from hall.contract.views_devices import DevicesView
from hall.contract.views_host import HostView
from hall.contract.views_kiosk import KioskView
from hall.contract.views_places import ItemsView, PlacesView
from hall.contract.views_wall import WallView
from hall.contract.views_window import WindowView

View = CatalogueView | KioskView | WindowView | PlacesView | ItemsView | WallView | DevicesView | HostView
