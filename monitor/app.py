"""The wall: `python -m monitor.app --config FILE --id monitor-1`. Pages and view-models are put together here."""

import sys
from collections.abc import Mapping
from pathlib import Path

from hall.bus.site import Site
from hall.bus.tiles import Kept, Tiles
from hall.contract.config import HallConfig
from hall.uikit.link import Link
from hall.uikit.screen import Args, Screen, link_to_hall, run
from hall.uikit.words import Words
from monitor.viewmodels.cameras import Cameras
from monitor.viewmodels.desk import ManagerDesk
from monitor.viewmodels.devices import Devices
from monitor.viewmodels.dispatch import Dispatch
from monitor.viewmodels.environment import Environment, Place
from monitor.viewmodels.posts import Posts
from monitor.viewmodels.recordings import Recordings
from monitor.viewmodels.wall import Wall
from monitor.viewmodels.who import Person, Who
from monitor.words_en import EN

PAGES = {  # name of a page → its file beside Main.qml; the wall is always on, the others stand on it
    "wall": "Wall.qml",
    "finding": "FindingPage.qml",
    "environment": "EnvironmentPage.qml",
    "dispatch": "DispatchPage.qml",
    "devices": "DevicesPage.qml",
    "machines": "MachinesPage.qml",
    "posts": "PostsPage.qml",
}
MAIN = Path(__file__).parent / "pages" / "Main.qml"
SIZE = (1920, 1080)
MANAGE = ("manager", "zone_head", "guide", "maintenance")


def models(
    link: Link, words: Words, config: HallConfig, tiles: Tiles | None = None, kept: Kept | None = None
) -> Mapping[str, object]:
    """The view-models of the wall, by the names Main.qml knows them. `tiles`, `kept`: what this machine's cameras see
    now, and their pictures of records."""
    wall = Wall(link, words, hours(config), config.hall.name)
    some = {p.id for p in config.staff if p.duty in MANAGE} or {p.id for p in config.staff}
    staff = sorted(config.staff, key=lambda p: MANAGE.index(p.duty) if p.duty in MANAGE else len(MANAGE))
    who = Who(tuple(Person(p.id, p.name, p.duty, bool(p.pin), p.id in some) for p in staff), words)
    dispatch = Dispatch(wall, who, config)
    zones = tuple(Place(z.id, z.name, z.name_en, z.head) for z in config.zones)
    devices = Devices(wall, config, Cameras(wall, who, tiles))
    posts = Posts(wall, who, {p.id: p.staff for p in config.posts})
    desk = ManagerDesk(wall, who, dispatch, devices, Environment(wall, who, zones, kept), posts, zones)
    return {
        "wall": wall,
        "desk": desk,
        "who": who,
        "dispatch": dispatch,
        "devices": devices,
        "recordings": Recordings(wall, desk, config),
        "words": words,
        "pages": PAGES,
    }


def hours(config: HallConfig) -> tuple[float, float]:
    """First and last service hour of any queue and any kind of session, as decimal hours."""
    parts = (config.hall, *config.queues)
    spans = [span for x in parts for span in (*x.sessions, *x.lunch, *x.extended, *x.weekend)]
    ends = [_hour(end) for span in spans for end in span.split("-")]
    return (min(ends, default=9.0), max(ends, default=17.0))


def _hour(clock: str) -> float:
    hour, minute = clock.strip().split(":")
    return int(hour) + int(minute) / 60


_links: list[Link] = []


def build(args: Args, words: Words) -> Mapping[str, object]:
    """The view-models on a line to the real hall."""
    link = link_to_hall(args, args.id or "monitor-1", ("wall", "places", "devices"))
    _links.append(link)
    assert args.config is not None  # link_to_hall has said so in words
    site = Site.load(args.config, args.keys)
    return models(link, words, site.config, Tiles(site.store), Kept(site.store))


def close() -> None:
    """End the line."""
    while _links:
        _links.pop().close()


SCREEN = Screen("hall-monitor", MAIN, SIZE, build, english=EN, pages=PAGES, close=close)


def main(argv: list[str] | None = None) -> int:
    """The gui script `hall-monitor`."""
    return run(SCREEN, argv)


if __name__ == "__main__":
    sys.exit(main())
