"""Whether a picture can be used at all."""

import cv2
import numpy as np
import pytest

from devices.vision.scene import FrozenWatch, SceneParams, SceneWatch
from hall.contract.sightings import CameraState


def room(seed: int = 0) -> np.ndarray:
    base = np.random.default_rng(5).integers(40, 220, (18, 32, 3), np.uint8)
    big = cv2.resize(base, (640, 360), interpolation=cv2.INTER_NEAREST).astype(np.int16)
    return np.clip(big + np.random.default_rng(seed).integers(-3, 4, big.shape), 0, 255).astype(np.uint8)


def covered(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(88, 94, (360, 640, 3)).astype(np.uint8)


def dark(seed: int) -> np.ndarray:
    return (room(seed) * 0.1).astype(np.uint8)


@pytest.mark.parametrize(("bad", "state"), [(covered, CameraState.COVERED), (dark, CameraState.DARK)])
def test_an_unusable_picture_is_told_after_three_checks_and_dated_to_the_first(bad, state):
    watch = SceneWatch()
    for i in range(20):
        scene = watch.step(room(i), i * 1000)
    assert scene.state is CameraState.OK
    assert watch.step(bad(1), 20_000).state is CameraState.OK
    assert watch.step(bad(2), 21_000).state is CameraState.OK
    scene = watch.step(bad(3), 22_000)
    assert (scene.state, scene.since_ms) == (state, 20_000)
    for i in range(23, 26):
        scene = watch.step(room(i), i * 1000)
    assert (scene.state, scene.since_ms) == (CameraState.OK, 23_000)


def test_a_crowd_or_another_gain_is_no_cover():
    watch = SceneWatch()
    for i in range(20):
        watch.step(room(i), i * 1000)
    for i in range(20, 30):
        image = room(i)
        image[60:, 100:540] = np.random.default_rng(i).integers(0, 255, (300, 440, 3), np.uint8)
        scene = watch.step((image * 0.6).astype(np.uint8), i * 1000)
    assert scene.state is CameraState.OK


def test_before_three_checks_nothing_is_claimed():
    watch = SceneWatch(SceneParams(checks=3))
    assert watch.step(room(), 0).state is CameraState.UNKNOWN


def test_a_picture_that_stands_still_is_frozen_and_noise_is_not():
    watch = FrozenWatch(10_000)
    assert [watch.step(room(0), t * 1000) for t in range(10)] == [0] * 10
    assert watch.step(room(0), 10_000) == 10_000
    assert watch.step(room(1), 11_000) == 0
    assert all(watch.step(room(t), t * 1000) == 0 for t in range(12, 40))


def shaken(by: float, seed: int) -> np.ndarray:
    """The room with noise of this deviation, as an encoder or a sensor adds it."""
    noise = np.random.default_rng(seed).normal(0, by, room(0).shape)
    return np.clip(room(0) + noise, 0, 255).round().astype(np.uint8)


def test_a_hung_picture_that_is_encoded_anew_is_frozen_within_ten_seconds_and_a_quiet_room_never():
    hung, quiet = FrozenWatch(), FrozenWatch()
    told = [hung.step(shaken(0.3, t), t * 200) for t in range(51)]
    assert told[-1] == 10_000
    assert not any(quiet.step(shaken(1.0, t), t * 200) for t in range(300))


def test_glare_is_a_picture_drowned_in_white_and_not_a_bright_floor():
    bright = lambda seed: np.clip(room(seed).astype(np.float32) * 1.25, 0, 255).astype(np.uint8)  # noqa: E731
    watch = SceneWatch()
    for i in range(10):
        scene = watch.step(bright(i), i * 1000)
    assert scene.state is CameraState.OK, "from the beginning on it has white parts"
    watch = SceneWatch()
    for i in range(10):
        watch.step(room(i), i * 1000)
    for i in range(10, 20):
        scene = watch.step(bright(i), i * 1000)
    assert scene.state is CameraState.OK, "another gain, and all can still be seen"
    drowned = np.clip(room(1).astype(np.float32) * 2.2 + 90, 0, 255).astype(np.uint8)
    for i in range(20, 24):
        scene = watch.step(drowned, i * 1000)
    assert (scene.state, scene.since_ms) == (CameraState.GLARE, 20_000)
