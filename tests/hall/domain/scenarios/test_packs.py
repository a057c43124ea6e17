"""V21: what a policy pack asks of a hall's zones."""

import pytest

from hall.contract import config as c
from hall.contract.config_rules import rules
from hall.contract.packs import BUILT_IN
from tests.hall.domain.conftest import small_hall


@pytest.mark.parametrize(("pack", "zones", "refused"), [
    ("jiaozuo-2024", 6, False), ("jiaozuo-2024", 7, True), ("pingliang-2018", 16, False),
])  # fmt: skip
def test_v21_at_most_six_professional_zones_in_jiaozuo_sixteen_in_pingliang(pack, zones, refused):
    more = tuple(c.ZonePart(f"P{n}", f"专业{n}区", f"Zone {n}", kind="professional") for n in range(zones))
    config = small_hall(zones=(*small_hall().zones, *more), policy=BUILT_IN[pack])
    said = [f"{what} {do}" for place, what, do in rules(config) if place == "zones"]
    assert any("专业受理服务区不得超过6个" in x for x in said) is refused
    assert refused or not said
