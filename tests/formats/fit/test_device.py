"""What devices are called."""

from __future__ import annotations

from typing import Any

import pytest

from tracker.formats.fit.device import device_name


@pytest.mark.parametrize(
    ("file_id", "name"),
    [
        ({"manufacturer": "garmin", "product": 1836}, "Garmin Edge 1000"),
        ({"manufacturer": "garmin", "product": "fr935"}, "Garmin Forerunner 935"),
        ({"manufacturer": "garmin", "product": 65_000}, "Garmin"),
        ({"manufacturer": "wahoo_fitness", "product": 31}, "Wahoo Fitness"),
        ({"manufacturer": "coros", "product_name": "COROS PACE 2"}, "COROS PACE 2"),
        ({"manufacturer": "bryton", "product_name": "1901"}, "Bryton 1901"),
        ({"manufacturer": 5000, "product": 7}, ""),
        ({}, ""),
    ],
)
def test_a_device_is_called_what_its_maker_calls_it(file_id: dict[str, Any], name: str):
    assert device_name(file_id) == name
