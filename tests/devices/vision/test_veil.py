"""Nobody can be known in a picture that leaves the camera process: where people may be, it has hardly any detail."""

import os

import cv2
import numpy as np
import pytest

from devices.vision.veil import TILE_PX, TILE_STONES, tile, veiled
from devices.vision.worker import Shown
from hall.bus.tiles import Tiles
from hall.contract.sightings import CameraState
from tests.devices.vision.test_floor import Room

NOW = 1_800_000_000.0


def noise(seed: int = 1, shape: tuple[int, ...] = (480, 640, 3)) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 255, shape, np.uint8)


def colours(image: np.ndarray) -> int:
    return len(np.unique(image.reshape(-1, 3), axis=0))


def shown(data: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)


def test_all_is_stones_where_nothing_is_known():
    picture = veiled(noise(), None, TILE_PX)
    assert picture.shape == (360, 480, 3)
    assert colours(picture) <= 28 * 21


def test_what_is_hidden_is_large_stones_and_the_rest_small_ones_or_clear():
    cells = np.zeros((6, 8), bool)
    cells[:, :4] = True
    picture = veiled(noise(), cells, TILE_PX, TILE_STONES)
    left, right = picture[:, :240], picture[:, 240:]
    assert colours(left) <= 15 * 22
    assert 10 * colours(left) < colours(right) <= 61 * 91
    clear = veiled(noise(), cells, 640)
    assert np.array_equal(clear[:, 320:], noise()[:, 320:])


@pytest.mark.parametrize("shape", [(480, 640), (1, 1, 3), (9, 700, 3), (700, 9, 3)])
def test_pictures_of_any_shape(shape):
    assert shown(tile(noise(2, shape), np.zeros((4, 6), bool), [((0, 0), (1, 0), (1, 1))])).ndim == 3


def test_a_seat_is_always_hidden():
    """Whoever sits still may have been learnt for the empty floor."""
    seat = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
    nowhere = np.zeros((45, 60), bool)
    bare, hidden = (shown(tile(noise(), nowhere, s)).astype(float) for s in ((), (seat,)))
    inside, outside = (slice(90, 270), slice(120, 360)), (slice(0, 40), slice(0, 480))
    assert hidden[inside].std() < 0.5 * bare[inside].std()
    assert np.abs(hidden[outside] - bare[outside]).mean() < 3


def test_somebody_who_stands_on_the_floor_cannot_be_made_out():
    room = Room()
    room.for_s(30)
    assert room.watch.view() is not None
    room.for_s(20, people=0.5)
    image, hidden = room.watch.view()
    person, free = hidden[17:, 2:28], hidden[17:, 46:58]
    assert person.mean() > 0.95
    assert free.mean() < 0.2
    stones = shown(tile(image, hidden))
    # The cloth's squares are 7 px in the tile, a stone 17.
    assert stones[150:, 20:190].std() < 0.6 * cv2.resize(image, (480, 270))[150:, 20:190].std()


def test_a_floor_that_is_not_known_now_hides_everything():
    room = Room()
    assert room.watch.view() is None
    room.for_s(30)
    room.for_s(1, state=CameraState.MOVED)
    assert room.watch.view() is None


class Eyes:
    """A camera of the worker, of which only the tile matters."""

    def __init__(self) -> None:
        self.part = type("Part", (), {"id": "hall-1"})
        self.made = 0
        self.picture = b"jpeg"

    def tile(self) -> bytes:
        self.made += 1
        return self.picture


def test_a_tile_is_made_only_while_somebody_looks(tmp_path):
    tiles, eyes = Tiles(tmp_path / "hall.journal"), Eyes()
    showing = Shown(tiles, [eyes])

    def asked(at_s: float) -> None:
        tiles.ask("hall-1")
        os.utime(tiles.folder / "hall-1.asked", (at_s, at_s))

    showing.step(NOW)
    assert eyes.made == 0
    asked(NOW)
    showing.step(NOW + 0.5)
    assert eyes.made == 0, "every two seconds"
    showing.step(NOW + 2.5)
    assert (tiles.folder / "hall-1.jpg").read_bytes() == b"jpeg"
    eyes.picture = b""  # the camera is away
    showing.step(NOW + 5)
    assert not (tiles.folder / "hall-1.jpg").exists()
    eyes.picture = b"again"
    showing.step(NOW + 7.5)
    assert (tiles.folder / "hall-1.jpg").exists()
    showing.step(NOW + 30)
    assert not (tiles.folder / "hall-1.jpg").exists()
    assert eyes.made == 3
