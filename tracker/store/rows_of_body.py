"""Rows about the body: kinds of measurement of one's own, and what was set as a target with how it came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.values import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.store.rows import Target


class Basis(Frozen):
    """How the energy of a target was computed: kcal in tenths, the factor of the activity in thousandths.

    `formula` is a key of `domain.body.sorts.WAYS`; '' stands for own numbers, of which nothing else is known.
    """

    formula: str = ""
    resting: int | None = None
    factor: int | None = None
    spent: int | None = None
    change: int | None = None


class Targets(Frozen):
    """What was set to hold from a day on: for most days, and for sorts of days by their keys."""

    since: str
    usual: Target
    others: Mapping[str, Target]
    basis: Basis


class OwnKind(Frozen):
    """A kind of measurement of the person's own."""

    id: str
    name: str
    unit: str
    decimals: int
