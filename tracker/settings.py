"""Every setting, declared once. The Settings page, the command line and validation are built from this.

Where a value is kept is the store's affair; `synced` says whether it follows the person to other devices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal

from tracker.errors import BadInput
from tracker.values import Frozen

Value = str | int | bool
NOT_TOLD = "not told"
UNTOLD = ("", "0", NOT_TOLD)
"""What people type for a number that they do not tell."""
SLOWEST, FASTEST = 5, 100
PACE_UNIT = " % of the body weight a week"
Group = Literal["General", "Profile and targets", "Sync"]


class Setting(Frozen):
    """One setting.

    Attributes:
        choices: the values it can have, with their words for people; empty where any of its type will do.
        least: the smallest number.
        most: the largest number.
        renamed_from: the key it had in earlier versions.
        synced: whether it follows the person to other devices.
        managed: changing it is more than keeping a value; `tracker.sync.modes` does it.
        optional: 0 stands for a number that was not told.
        of_person: it is asked for together with others in the profile, and not by itself.
        check: what a text must hold to; raises BadInput.
        unit: of a number, behind it.
        typed: reads a number that people type with units of their own; raises BadInput.
        told: writes a number so that it can be typed again.
    """

    key: str
    default: Value
    group: Group
    label: str
    help: str
    choices: tuple[tuple[str, str], ...] = ()
    least: int = 0
    most: int = 0
    renamed_from: str = ""
    synced: bool = False
    managed: bool = False
    optional: bool = False
    of_person: bool = False
    check: Callable[[str], None] | None = None
    unit: str = ""
    typed: Callable[[str], int] | None = None
    told: Callable[[int], str] | None = None

    def read(self, text: str) -> Value:
        """The value that a person's `text` means.

        Raises:
            BadInput: it is no value of this setting; the sentence names those that are.
        """
        if isinstance(self.default, bool):
            return self._switch(text)
        if isinstance(self.default, int):
            return self._number(text)
        if self.choices:
            return self._choice(text)
        text = text.strip()
        if self.check is not None and text:
            self.check(text)
        return text

    def shown(self, value: Value) -> str:
        """A value as it is read, and can be typed again."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, str):
            return value or "not set"
        if self.optional and value == 0:
            return NOT_TOLD
        return self.told(value) if self.told else f"{value} {self.unit}".strip()

    def _choice(self, text: str) -> str:
        found = [key for key, _ in self.choices if key.casefold() == text.strip().casefold()]
        if not found:
            raise BadInput(
                f"“{text}” is not a choice for {self.label}.", f"Use one of {', '.join(dict(self.choices))}."
            )
        return found[0]

    def _switch(self, text: str) -> bool:
        word = text.strip().casefold()
        if word in ("on", "yes", "true", "1"):
            return True
        if word in ("off", "no", "false", "0"):
            return False
        raise BadInput(f"“{text}” is neither on nor off.", "Use on or off.")

    def _number(self, text: str) -> int:
        if self.optional and text.strip().casefold() in UNTOLD:
            return 0
        within = f"{self.least} to {self.most} {self.unit}".strip()
        try:
            number = self.typed(text) if self.typed else int(text.replace(self.unit, "") if self.unit else text)
        except ValueError as error:
            raise BadInput(f"“{text}” is not a whole number.", f"Use {within}.") from error
        if not self._is_within(number):
            raise BadInput(f"{self.label} must be from {within}.", "Choose another number.")
        return number

    def _is_within(self, number: int) -> bool:
        return self.least <= number <= self.most or (self.optional and number == 0)

    def accepts(self, value: object) -> bool:
        """Whether a stored value is still one of this setting; one from another version may not be."""
        if type(value) is not type(self.default):
            return False
        if isinstance(value, int) and not isinstance(value, bool):
            return self._is_within(value)
        if isinstance(value, str) and not self.choices:
            return self._holds(value)
        return not self.choices or value in dict(self.choices)

    def _holds(self, text: str) -> bool:
        """Whether a text is kept as it is."""
        try:
            return self.read(text) == text
        except BadInput:
            return False


def tile_address(text: str) -> None:
    """Look whether a text can be the address of tiles: https://host/{z}/{x}/{y}.png.

    Raises:
        BadInput: it cannot; the sentence says what is missing.
    """
    example = "It is like https://tiles.example.org/{z}/{x}/{y}.png."
    host = text.split("://", 1)[-1].split("/", 1)[0]
    if not text.startswith(("http://", "https://")) or not host.strip("{s}.") or any(one.isspace() for one in text):
        raise BadInput("The address of a map server begins with https:// and its name.", example)
    missing = [part for part in ("{z}", "{x}", "{y}") if part not in text]
    if missing:
        raise BadInput(f"The address of a map server says where {', '.join(missing)} stand.", example)
    rest = text
    for part in ("{z}", "{x}", "{y}", "{s}"):
        rest = rest.replace(part, "")
    if "{" in rest or "}" in rest:
        raise BadInput("The address of a map server has nothing in braces but {z}, {x}, {y} and {s}.", example)


def _height_told(millimetres: int) -> str:
    return f"{millimetres / 10:g} cm"


def _pace(text: str) -> int:
    """A pace in 0.01 % of the body weight: so as a whole number, or in percent with a point or a sign."""
    said = text.strip().removesuffix("a week").strip().removesuffix("of the body weight").strip()
    try:
        found = int(said) if said.isdecimal() else round(float(said.removesuffix("%").replace(",", ".")) * 100)
    except (ValueError, OverflowError) as error:
        raise BadInput(f"“{text}” is not a pace.", f"Type it as 0.5{PACE_UNIT}.") from error
    if not SLOWEST <= found <= FASTEST:
        raise BadInput(f"A pace is from {SLOWEST / 100:g} to {FASTEST / 100:g}{PACE_UNIT}.", "Choose another number.")
    return found


def _pace_told(pace: int) -> str:
    return f"{pace / 100:g}{PACE_UNIT}"


def _of_person(key: str, default: Value, label: str, words: str, **more: Any) -> Setting:
    return Setting(key, default, "Profile and targets", label, words, synced=True, of_person=True, **more)


PROFILE: tuple[Setting, ...] = (
    _of_person(
        "birth_year", 0, "Year of birth", "For the formulas; 0 is not told.", least=1900, most=2100, optional=True
    ),
    _of_person(
        "height", 0, "Height", "For the formulas, as 180, 1.80 m or 5'11\"; 0 is not told.", least=500, most=2750,
        optional=True, told=_height_told,
    ),
    _of_person(
        "sex", "neutral", "Sex for the formula", "The neutral average is the mean of the two formulas.",
        choices=(("neutral", "Neutral average"), ("female", "Female"), ("male", "Male")),
    ),
    _of_person(
        "activity", "light", "Activity", "How active a usual day is, training included.",
        choices=(
            ("rest", "At rest"), ("sedentary", "Sedentary"), ("light", "Lightly active"),
            ("moderate", "Moderately active"), ("active", "Very active"), ("athlete", "Extremely active"),
        ),
    ),
    _of_person(
        "formula", "mifflin_st_jeor", "Formula", "How the energy of a day is estimated.",
        choices=(
            ("mifflin_st_jeor", "Mifflin–St Jeor"), ("katch_mcardle", "Katch–McArdle"), ("cunningham", "Cunningham"),
            ("harris_benedict", "Harris–Benedict, revised"), ("eer_2005", "DRI 2005"),
        ),
    ),
    _of_person(
        "goal", "keep", "Goal", "What the weight is to do.",
        choices=(("lose", "Lose weight"), ("keep", "Keep the weight"), ("gain", "Gain weight")),
    ),
    _of_person(
        "pace", 50, "Pace", "Of the body weight a week, as 0.5 %; 1 % is the fastest.", least=SLOWEST, most=FASTEST,
        typed=_pace, told=_pace_told,
    ),
    _of_person(
        "protein_goal", "general", "Protein for", "How much protein the target gives a kilogram.",
        choices=(
            ("general", "General health"), ("endurance", "Endurance training"), ("strength", "Strength training"),
            ("less_weight", "Keeping muscle while losing weight"),
        ),
    ),
    _of_person(
        "fat_share", 30, "Fat", "In percent of the energy; carbs take what is left.", least=15, most=60, unit="%",
    ),
    _of_person("expecting", False, "Pregnant or breastfeeding", "Then nothing is taken off the target."),
)  # fmt: skip
"""What the formulas of the body ask of a person. The choices are those of `domain.body`, which a test compares."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "theme", "system", "General", "Appearance", "Follow the system, or always light or dark.",
        choices=(("system", "As the system"), ("light", "Light"), ("dark", "Dark")),
    ),
    Setting(
        "decimal_mark", "system", "General", "Decimal mark", "How numbers are shown; you can type either.",
        choices=(("system", "As the system"), ("point", "Point (81.4)"), ("comma", "Comma (81,4)")),
    ),
    Setting(
        "week_starts", "monday", "General", "Week starts on",
        "The first day in the meal plan, the calendar, goals and reports.",
        choices=(("monday", "Monday"), ("sunday", "Sunday"), ("saturday", "Saturday")), synced=True,
    ),
    Setting(
        "season_starts", "1", "General", "Season starts in", "The power curve is compared by seasons of twelve months.",
        choices=tuple((str(number + 1), month) for number, month in enumerate(_MONTHS)), synced=True,
    ),
    Setting(
        "day_starts", "0", "General", "A day starts at",
        "What you log before this hour of the night counts for the day before.",
        choices=(("0", "Midnight"), *((str(hour), f"{hour:02}:00") for hour in range(1, 13))), synced=True,
    ),
    Setting(
        "recording_over", "time", "General", "Recordings over", "What the plot of a workout runs along.",
        choices=(("time", "Time"), ("distance", "Distance, where one is known")),
    ),
    Setting(
        "set_rest", "0", "General", "Rest between sets", "Counted down after each set of a workout that goes on.",
        choices=(
            ("0", "No limit, count up"),
            *((str(half * 30), f"{half // 2}:{half % 2 * 30:02}") for half in (1, 2, 3, 4, 5, 6, 8, 10)),
        ), synced=True,
    ),
    Setting(
        "map_tiles", "", "General", "Maps from",
        "The address of a tile server of your choice, such as https://tiles.example.org/{z}/{x}/{y}.png. It learns "
        "where you were. Empty: tracks are drawn without a map, and nothing is fetched.", check=tile_address,
    ),
    Setting(
        "map_credit", "", "General", "Map credit", "Whom the server asks to be named beside its maps.",
    ),
    Setting(
        "weight_unit", "kg", "Profile and targets", "Weight in", "What a weight without a unit means.",
        choices=(("kg", "Kilograms"), ("lb", "Pounds"), ("st", "Stone")), synced=True,
    ),
    Setting(
        "length_unit", "weight", "Profile and targets", "Circumferences in", "What a waist without a unit means.",
        choices=(("weight", "Inches with pounds, else centimetres"), ("cm", "Centimetres"), ("in", "Inches")),
        synced=True,
    ),
    Setting(
        "energy_unit", "kcal", "Profile and targets", "Energy in", "How energy is shown everywhere.",
        choices=(("kcal", "Kilocalories (kcal)"), ("kJ", "Kilojoules (kJ)")), synced=True,
    ),
    Setting(
        "training_energy", False, "Profile and targets", "Energy of workouts",
        "Add what a day's finished workouts spent to that day's target. Then choose an activity without training.",
        synced=True,
    ),
    Setting(
        "hide_numbers", False, "Profile and targets", "Hide numbers",
        "Energy, nutrients and body readings are kept and not shown, on any screen or chart.", synced=True,
    ),
    Setting(
        "body_mass_index", False, "Profile and targets", "Body mass index",
        "Show it on Health. It knows nothing of muscle, and holds for adults only.", synced=True,
    ),
    *PROFILE,
    Setting(
        "sync_mode", "hybrid", "Sync", "Mode", "Switching deletes nothing, here or on the server.",
        choices=(("hybrid", "Hybrid"), ("cloud", "Server first"), ("local", "This computer only")), managed=True,
    ),
    Setting(
        "sync_interval", 15, "Sync", "Minutes between syncs",
        "Tracker also syncs when it starts, and shortly after you change something.", least=1, most=1440,
        unit="minutes",
    ),
    Setting(
        "recordings_space", "2000", "Sync", "Space for recordings from other devices",
        "The ones you have not looked at for longest make room, and come again when you open them.",
        choices=(("500", "500 MB"), ("2000", "2 GB"), ("10000", "10 GB"), ("all", "No limit")),
    ),
)  # fmt: skip

BY_KEY: Mapping[str, Setting] = MappingProxyType({setting.key: setting for setting in SETTINGS})


def setting(key: str) -> Setting:
    """The setting called `key`.

    Raises:
        BadInput: there is none; the sentence lists those there are.
    """
    found = BY_KEY.get(key)
    if found is None:
        raise BadInput(f"There is no setting “{key}”.", f"Tracker knows {', '.join(BY_KEY)}.")
    return found
