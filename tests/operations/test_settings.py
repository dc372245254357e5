"""Settings: what can be set, what is refused, what follows the person."""

from __future__ import annotations

import pytest

from tracker.errors import BadInput
from tracker.operations.settings import set_value
from tracker.settings import BY_KEY, SETTINGS, Setting
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries.settings import value, values

PLAIN = [setting for setting in SETTINGS if not setting.managed]
KEYS = [setting.key for setting in PLAIN]
STRICT = [one for one in PLAIN if one.choices or one.check or not isinstance(one.default, str)]
TILES = "https://tiles.example.org/{z}/{x}/{y}.png"


def another(setting: Setting) -> str | int | bool:
    """A value that is not the default."""
    if setting.choices:
        return next(key for key, _ in setting.choices if key != setting.default)
    if isinstance(setting.default, str):
        return TILES if setting.check else "in words"
    return not setting.default if isinstance(setting.default, bool) else setting.most


@pytest.mark.parametrize("setting", PLAIN, ids=KEYS)
def test_every_setting_starts_with_its_default_and_takes_another_value(store: Store, setting: Setting):
    assert value(store, setting.key) == setting.default
    changes = set_value(store, setting.key, another(setting))
    assert value(store, setting.key) == another(setting)
    assert changes.touches("preference" if setting.synced else "device_setting")


@pytest.mark.parametrize("setting", STRICT, ids=[setting.key for setting in STRICT])
def test_every_setting_refuses_what_it_cannot_have_and_keeps_its_value(store: Store, setting: Setting):
    with pytest.raises(BadInput):
        set_value(store, setting.key, setting.most + 1 if setting.most else "no such thing")
    assert value(store, setting.key) == setting.default


def test_what_people_type_is_understood(store: Store):
    set_value(store, "sync_interval", "30")
    assert value(store, "sync_interval") == 30


def test_a_setting_that_does_not_exist_names_those_that_do(store: Store):
    with pytest.raises(BadInput, match="energy_unit"):
        set_value(store, "colour", "blue")


def test_a_setting_that_follows_the_person_is_undone_and_one_of_the_device_is_not(store: Store):
    set_value(store, "energy_unit", "kJ")
    set_value(store, "theme", "dark")
    undo.undo(store)
    assert values(store)["energy_unit"] == "kcal"
    assert values(store)["theme"] == "dark"


def test_a_value_from_another_version_counts_as_the_default(store: Store):
    set_value(store, "theme", "dark")
    store.database.execute_sql("UPDATE device_setting SET value = '\"sepia\"'")
    assert value(store, "theme") == "system"


def test_the_mode_of_sync_is_shown_with_the_settings_and_not_changed_like_one(store: Store):
    assert values(store)["sync_mode"] == "hybrid"
    with pytest.raises(BadInput, match="Sync part of the settings"):
        set_value(store, "sync_mode", "local")
    assert value(store, "sync_mode") == "hybrid"


@pytest.mark.parametrize(
    "address",
    [TILES, "http://192.168.0.7:8080/{z}/{x}/{y}", "https://{s}.tiles.example.org/{z}/{y}/{x}@2x.png?key=a1", ""],
)
def test_the_address_of_a_map_server_is_kept_as_it_was_typed(store: Store, address: str):
    set_value(store, "map_tiles", f"  {address} ")
    assert value(store, "map_tiles") == address


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("tiles.example.org/{z}/{x}/{y}.png", "begins with https://"),
        ("ftp://tiles.example.org/{z}/{x}/{y}.png", "begins with https://"),
        ("https:///{z}/{x}/{y}.png", "begins with https:// and its name"),
        ("https://tiles.example.org/a map/{z}/{x}/{y}", "begins with https:// and its name"),
        ("https://tiles.example.org/{z}/{x}.png", "says where {y} stand"),
        ("https://tiles.example.org/", "says where {z}, {x}, {y} stand"),
        ("https://tiles.example.org/{z}/{x}/{y}{r}.png", "nothing in braces but"),
    ],
)
def test_what_is_no_address_of_a_map_server_is_told_in_a_sentence(store: Store, address: str, sentence: str):
    with pytest.raises(BadInput) as caught:
        set_value(store, "map_tiles", address)
    assert sentence in str(caught.value)
    assert "https://tiles.example.org/{z}/{x}/{y}.png" in str(caught.value)
    assert value(store, "map_tiles") == ""


@pytest.mark.parametrize("typed", ["180", "180cm", "1.80m", "1800 mm", "5ft 10.866"])
def test_a_height_is_typed_as_in_the_form_and_told_in_cm(store: Store, typed: str):
    set_value(store, "height", typed)
    assert BY_KEY["height"].shown(value(store, "height")) == "180 cm"


@pytest.mark.parametrize(("key", "typed", "kept"), [
    ("pace", "0.5 %", 50), ("pace", "0,7", 70), ("pace", "25", 25), ("fat_share", "35 %", 35),
    ("energy_unit", "kj", "kJ"), ("theme", "Dark", "dark"), ("birth_year", "not told", 0),
])  # fmt: skip
def test_people_type_units_and_capitals_as_they_like(store: Store, key: str, typed: str, kept: str | int):
    set_value(store, key, typed)
    assert value(store, key) == kept


@pytest.mark.parametrize("setting", PLAIN, ids=KEYS)
def test_what_is_told_of_a_setting_can_be_typed_again(store: Store, setting: Setting):
    for one in (another(setting), setting.default):
        if one != "":
            set_value(store, setting.key, setting.shown(one))
            assert value(store, setting.key) == one


@pytest.mark.parametrize(("key", "sentence"), [
    ("height", "A height is between 50 and 275 cm."),
    ("pace", "A pace is from 0.05 to 1 % of the body weight a week."),
    ("fat_share", "Fat must be from 15 to 60 %."),
    ("sync_interval", "Minutes between syncs must be from 1 to 1440 minutes."),
])  # fmt: skip
def test_a_number_out_of_range_is_told_with_its_unit(store: Store, key: str, sentence: str):
    with pytest.raises(BadInput) as refused:
        set_value(store, key, "99999")
    assert refused.value.sentence == sentence


def test_what_was_not_told_is_not_a_zero_and_a_switch_is_no_word_of_python():
    assert BY_KEY["height"].shown(0) == "not told"
    assert BY_KEY["hide_numbers"].shown(True) == "yes"
