"""What a record holds, or what would change in it: a field a line."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.sync.contents import Difference
from tracker.sync.words import NOTHING
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.text import Text


def difference_rows(rows: Iterable[Difference]) -> FormRows:
    """The rows: "Cooking time  35 min → 45 min", or only what stands there where nothing did before."""
    form = FormRows()
    for one in rows:
        then = "nothing" if one.then == NOTHING else one.then
        form.add(one.label, Text(then if one.now == NOTHING else f"{one.now} → {then}", "muted", wrap=True))
    return form
