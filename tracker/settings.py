"""Every setting, declared once. The Settings page, the command line and validation are built from this.

Where a value is kept is the store's affair; `synced` says whether it follows the person to other devices.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from tracker.errors import BadInput
from tracker.values import Frozen

Value = str | int | bool
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

    def read(self, text: str) -> Value:
        """The value that a person's `text` means.

        Raises:
            BadInput: it is no value of this setting; the sentence names those that are.
        """
        if isinstance(self.default, bool):
            return self._switch(text)
        if isinstance(self.default, int):
            return self._number(text)
        if self.choices and text not in dict(self.choices):
            raise BadInput(
                f"“{text}” is not a choice for {self.label}.", f"Use one of {', '.join(dict(self.choices))}."
            )
        return text

    def _switch(self, text: str) -> bool:
        word = text.strip().casefold()
        if word in ("on", "yes", "true", "1"):
            return True
        if word in ("off", "no", "false", "0"):
            return False
        raise BadInput(f"“{text}” is neither on nor off.", "Use on or off.")

    def _number(self, text: str) -> int:
        try:
            number = int(text)
        except ValueError as error:
            raise BadInput(f"“{text}” is not a whole number.", f"Use {self.least} to {self.most}.") from error
        if not self.least <= number <= self.most:
            raise BadInput(f"{self.label} must be between {self.least} and {self.most}.", "Choose another number.")
        return number

    def accepts(self, value: object) -> bool:
        """Whether a stored value is still one of this setting; one from another version may not be."""
        if type(value) is not type(self.default):
            return False
        if isinstance(value, int) and not isinstance(value, bool):
            return self.least <= value <= self.most
        return not self.choices or value in dict(self.choices)


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
        "week_starts", "monday", "General", "Week starts on", "The first day in the meal plan.",
        choices=(("monday", "Monday"), ("sunday", "Sunday")), synced=True,
    ),
    Setting(
        "day_starts", "0", "General", "A day starts at",
        "What you log before this hour of the night counts for the day before.",
        choices=(("0", "Midnight"), *((str(hour), f"{hour:02}:00") for hour in range(1, 13))), synced=True,
    ),
    Setting(
        "weight_unit", "kg", "Profile and targets", "Weight in", "What a weight without a unit means.",
        choices=(("kg", "Kilograms"), ("lb", "Pounds"), ("st", "Stone")), synced=True,
    ),
    Setting(
        "energy_unit", "kcal", "Profile and targets", "Energy in", "How energy is shown everywhere.",
        choices=(("kcal", "Kilocalories (kcal)"), ("kJ", "Kilojoules (kJ)")), synced=True,
    ),
    Setting(
        "sync_mode", "hybrid", "Sync", "Mode", "Switching deletes nothing, here or on the server.",
        choices=(("hybrid", "Hybrid"), ("cloud", "Server first"), ("local", "This computer only")), managed=True,
    ),
    Setting(
        "sync_interval", 15, "Sync", "Minutes between syncs",
        "Tracker also syncs when it starts, and shortly after you change something.", least=1, most=1440,
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
