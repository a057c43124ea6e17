"""What distances among enrolled people say about strangers."""

import numpy as np
import pytest

from devices.vision.calibrate import LEAST_PEOPLE, MOST_PEOPLE, WANTED, Advice, advised, rates
from devices.vision.gallery import Gallery


def gallery(matrix: np.ndarray) -> Gallery:
    return Gallery(tuple(f"f-{i}" for i in range(len(matrix))), matrix.astype(np.float32))


def spread(people: int, apart: float) -> np.ndarray:
    """Any two of them exactly `apart`."""
    return np.eye(people) * apart / np.sqrt(2)


def test_people_far_apart_match_nobody_and_nearly_alike_ones_everybody():
    far = rates(gallery(spread(20, 0.9)))
    assert {rate.pairs for rate in far} == {0}
    assert far[0].of == 190
    assert far[0].at_most > far[0].stranger == 0
    near = rates(gallery(spread(20, 0.1)))
    assert {rate.pairs for rate in near} == {190}
    assert near[0].stranger == pytest.approx(1.0)
    assert advised(near, 20) == Advice(None)


def test_few_people_advise_nothing_however_far_apart_they_are():
    """Of 10 people nobody is alike at 0.60 either; of East-Asian ones a third of pairs is."""
    for people in (LEAST_PEOPLE, 20, 150):
        far = rates(gallery(spread(people, 0.9)))
        assert {rate.pairs for rate in far} == {0}
        needed = advised(far, people)
        assert needed.tolerance is None and needed.people is not None
        assert advised(rates(gallery(spread(needed.people - 1, 0.9))), needed.people - 1).tolerance is None
        assert advised(rates(gallery(spread(needed.people, 0.9))), needed.people).tolerance == 0.60


def test_the_advice_is_what_is_sure_not_what_was_seen():
    matrix = spread(400, 0.9)
    matrix[1] = matrix[0] + np.float32(0.395 / np.sqrt(400))  # one pair alike from 0.40 on
    found = rates(gallery(matrix))
    at = {rate.tolerance: rate for rate in found}
    assert at[0.38].pairs == 0 and at[0.40].pairs == 1
    assert at[0.40].stranger <= WANTED < at[0.40].at_most
    assert advised(found, 400) == Advice(0.38)


def test_one_pair_alike_asks_for_more_people_and_many_for_no_faces_among_all():
    matrix = spread(310, 0.9)
    matrix[1] = matrix[0]
    needed = advised(rates(gallery(matrix)), 310)
    assert needed.tolerance is None and needed.people is not None and needed.people > 400
    matrix[:30] = matrix[0]
    assert advised(rates(gallery(matrix)), 310) == Advice(None)


def test_one_pair_alike_is_counted_against_every_stranger_of_the_whole_gallery():
    matrix = spread(40, 0.9)
    matrix[1] = matrix[0] + 0.01
    found = {rate.tolerance: rate for rate in rates(gallery(matrix))}
    assert found[0.36].pairs == 1
    assert found[0.36].stranger == pytest.approx(1 - (1 - 1 / 780) ** 40)
    assert found[0.36].stranger < found[0.36].at_most < 1


def test_more_people_mean_more_strangers_at_the_same_share():
    noise = np.random.default_rng(5)
    some = rates(gallery(noise.normal(0, 0.05, (60, 128))), [0.75])[0]
    many = rates(gallery(noise.normal(0, 0.05, (600, 128))), [0.75])[0]
    assert some.pairs / some.of == pytest.approx(many.pairs / many.of, abs=0.1)
    assert many.stranger > some.stranger


def test_a_large_gallery_is_drawn_from():
    noise = np.random.default_rng(5)
    found = rates(gallery(noise.normal(0, 1, (MOST_PEOPLE + 500, 8))), [0.3])
    assert found[0].of == MOST_PEOPLE * (MOST_PEOPLE - 1) // 2


def test_too_few_people_say_nothing():
    with pytest.raises(ValueError, match="are needed before"):
        rates(gallery(spread(LEAST_PEOPLE - 1, 0.9)))


def test_east_asian_faces_ask_for_a_smaller_tolerance(shared_data):
    """People of the shared set, a third of them East-Asian: at 0.6, the library's own, most strangers match."""
    pytest.importorskip("face_recognition")
    from devices.vision.evaluate_faces import enrol_folders
    from devices.vision.faces import DlibEncoder, FaceParams

    made = enrol_folders(shared_data / "vision/faces/lfw/enrolled", DlibEncoder(), FaceParams())
    found = {rate.tolerance: rate for rate in rates(made.gallery)}
    assert found[0.36].stranger <= 0.02
    assert found[0.60].stranger > 0.5
