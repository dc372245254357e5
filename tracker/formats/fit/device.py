"""What a FIT file says about the device that wrote it, in words."""

from __future__ import annotations

import re

from tracker.formats.fit.messages import Message

LONG_FORMS = {"fr": "Forerunner"}


def device_name(file_id: Message) -> str:
    """The device by a file's `file_id` message, such as "Garmin Edge 1000", or "" where that is not told."""
    manufacturer = _words(file_id.get("manufacturer"))
    product = file_id.get("product_name") or _garmin_product(file_id)
    if isinstance(product, str) and product.casefold().startswith(manufacturer.casefold()):
        return product
    return f"{manufacturer} {_words(product)}".strip()


def _garmin_product(file_id: Message) -> str:
    """Garmin's products have names in the profile; other makers' are numbers that tell nobody anything."""
    if file_id.get("manufacturer") != "garmin":
        return ""
    product = file_id.get("product")
    if isinstance(product, str):
        return product
    from fitdecode import profile  # a large table, needed for one word

    return str(profile.FIELD_TYPES["garmin_product"].enum.get(product, ""))


def _words(name: object) -> str:
    """A name of the profile as people write it: `edge1000` → "Edge 1000", `fr935` → "Forerunner 935"."""
    if not isinstance(name, str):
        return ""
    spaced = re.sub(r"(?<=[a-z])(?=\d)", " ", name.replace("_", " "))
    words = [LONG_FORMS.get(word, word[:1].upper() + word[1:]) for word in spaced.split()]
    return " ".join(words)
