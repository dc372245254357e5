"""What the person aims at: by own numbers or computed, for most days and for sorts of days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tracker.domain.body.aim import check_floor, spread
from tracker.domain.body.sorts import DAYS, OWN
from tracker.domain.dates import WEEKDAYS
from tracker.domain.fixed import ENERGY
from tracker.errors import BadInput
from tracker.operations import profile
from tracker.settings import Value
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.store.rows import Target
from tracker.store.rows_of_body import Basis

NONE: Mapping[str, Target] = {}
PLACES = "bcdefghi"
"""The marks by which sorts of days are in order, the same on every device."""
CARE_FROM, CARE_DAYS = 3, 90
CARE = (
    "This would be the third lower target in a row within 90 days. If eating or your weight has become a worry, "
    "somebody you trust, a doctor or a dietitian can help."
)
SLACK = 10 * ENERGY
"""A target is in whole tens of kcal, so it may be so much under what is spent."""


def set_target(
    store: Store, since: str, target: Target, others: Mapping[str, Target] = NONE, basis: Basis | None = None
) -> Changes:
    """Aim at `target` from the day `since` on; an empty target means to aim at nothing from then on.

    Args:
        store: the profile.
        since: the first day, ISO.
        target: for most days.
        others: for sorts of days, by the keys of `domain.body.sorts.DAYS`.
        basis: how the energy was computed; None for own numbers.

    Raises:
        BadInput: an energy is below 1000 kcal, a number is negative, or the profile forbids taking off so much.
    """
    for one in (target, *others.values()):
        check(store, one)
    body = {"since": since, **_numbers(target), **_computed(basis or Basis(OWN))}
    body["days"] = [
        {"_id": key, "_ord": place, "which": key, **_numbers(others[key])}
        for place, (key, _) in zip(PLACES, DAYS, strict=True)
        if key in others
    ]
    with store.step("Set target" if target or others else "Set no target") as step:
        records.write_bodies(store, BY_NAME["target"], {derived_id("target", since): body})
    return step.changes


def _numbers(of: Target) -> dict[str, Any]:
    return {"energy": of.energy, "protein": of.protein, "carbs": of.carbs, "fat": of.fat}


def _computed(basis: Basis) -> dict[str, Any]:
    return {
        "formula": basis.formula, "resting": basis.resting, "factor": basis.factor, "spent": basis.spent,
        "change": basis.change,
    }  # fmt: skip


def check(store: Store, target: Target) -> None:
    """Whether this may be aimed at.

    Raises:
        BadInput: it may not; the sentence says why.
    """
    if target.energy is not None:
        check_energy(store, target.energy)
    if any(value is not None and value < 0 for value in (target.protein, target.carbs, target.fat)):
        raise BadInput("A target cannot be less than nothing.", "Change the number or leave it empty.")


def check_energy(store: Store, energy: int) -> None:
    """Whether an energy in 0.1 kcal may be aimed at.

    Raises:
        BadInput: it is below 1000 kcal, or below what somebody spends of whom nothing may be taken off.
    """
    check_floor(energy / ENERGY)
    least = profile.protected_energy(store)
    if least is not None and energy < least.energy * ENERGY - SLACK:
        raise BadInput(least.why, f"Choose at least {least.energy} kcal, or no target.")


def set_computed(
    store: Store, since: str, told: Mapping[str, Value], *, by_measure: bool, others: Mapping[str, Target] = NONE
) -> Changes:
    """Keep a profile, and aim from the day `since` on at what follows from it.

    Raises:
        BadInput: something is not known, or the target would be too low; nothing is kept.
    """
    plan = profile.plan(store, told, by_measure=by_measure)
    with store.step("Set target") as step:
        profile.save(store, told)
        set_target(store, since, plan.target, others, plan.basis)
    return step.changes


def same_week(usual: int, others: Mapping[str, Target]) -> tuple[int, dict[str, int]]:
    """The energies of most days and of days of the week, scaled alike so that a week is seven times `usual`.

    Training days are not counted: how many a week has is not known.
    """
    energies = {key: one.energy for key, one in others.items() if key in WEEKDAYS and one.energy is not None}
    week = spread(usual, [energies.get(day, usual) / usual - 1 for day in WEEKDAYS])
    factor = sum(week) / sum(energies.get(day, usual) for day in WEEKDAYS)
    tens = 10 * ENERGY
    return round(usual * factor / tens) * tens, {
        day: round(week[number] / tens) * tens for number, day in enumerate(WEEKDAYS) if day in energies
    }


def often_lowered(store: Store, since: str, energy: int) -> str:
    """A word of care where this would be the third time in 90 days that the energy goes down; '' where it is not."""
    first = (date.fromisoformat(since) - timedelta(days=CARE_DAYS)).isoformat()
    rows = store.rows(
        "SELECT energy FROM target WHERE since >= ? AND since < ? AND energy IS NOT NULL ORDER BY since DESC",
        (first, since),
    )
    times, now = 0, energy
    for (before,) in rows:
        if before <= now:
            break
        times, now = times + 1, before
    return CARE if times >= CARE_FROM else ""
