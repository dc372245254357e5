"""Search over the catalogue and everything the person has: what a typed text most likely means.

FTS5 brings candidates (`candidates`), `ranking` says how good they are, and the best of all kinds become hits. How the
index is kept is in `search_index`, what hits say of themselves in `search_details`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from operator import attrgetter

from tracker.store import vocabulary
from tracker.store.candidates import by_symbols, candidates
from tracker.store.database import Store
from tracker.store.habits import Habits, habits
from tracker.store.ranking import Query, Word, word
from tracker.store.rows import Hit
from tracker.store.search_details import Found, hits
from tracker.store.vocabulary import Vocabulary
from tracker.store.words import pictures, typed

KINDS = ("food", "recipe", "meal_plan_entry", "workout", "workout_plan", "exercise")
FEW = 5
"""With fewer hits than this, words may be misspelt."""
SLIPS_FROM, SHORT_SLIPS_FROM = 4, 3
"""The length from which a word may be misspelt, and where nothing at all is found."""
GUARANTEED = {"food": 3, "recipe": 2, "meal_plan_entry": 1, "workout": 2, "workout_plan": 1, "exercise": 1}
"""How many of every kind stand among the others in any case, where there are any."""


def search(
    store: Store, text: str, *, kind: str = "", limit: int = 20, slot: str | None = None, minute: int | None = None
) -> list[Hit]:
    """What `text` means, best first. No text is wrong: one without a word finds names with just these symbols, 🍕.

    Args:
        store: the profile.
        text: what was typed so far; every word may be a beginning.
        kind: food, recipe, meal_plan_entry, workout, workout_plan or exercise; all of them where it is empty.
        limit: the most hits that are wanted. A title that was planned on many days brings only the nearest of them.
        slot: the meal that is being filled: what is often eaten then stands further up.
        minute: the minute of the day, where no meal is known.
    """
    words = typed(text)
    kinds = KINDS if not kind else (kind,)
    known = habits(store)
    if limit > 0 and not words and (symbols := pictures(text)):
        return hits(store, known, list(by_symbols(store, symbols, kinds, limit)), limit)
    if not words or limit <= 0:
        return []
    here = slot if slot is not None or minute is None else known.slot_at(minute)
    query, most = tuple(map(word, words)), max(limit, FEW)
    found = candidates(store, known, Query(query), kinds, here, most)
    if len(found) < FEW:
        slipped = _slipped(known, query, certain=not found)
        if slipped != query:
            found = {**candidates(store, known, Query(slipped), kinds, here, most), **found}
    ranked = sorted(found.values(), key=attrgetter("points"), reverse=True)
    return hits(store, known, _mixed(ranked, limit), limit)


def _slipped(habits: Habits, query: tuple[Word, ...], *, certain: bool) -> tuple[Word, ...]:
    """The words with what unknown ones may mean; known ones too, where it is `certain` that one is wrong."""
    sources = (habits.words, vocabulary.of_catalogue())
    known = [any(source.begins(one.text) for source in sources) for one in query]
    doubtful = [not fits or (certain and all(known)) for fits in known]
    least = SHORT_SLIPS_FROM if certain else SLIPS_FROM
    return tuple(
        _meaning(one, sources) if doubt and len(one.text) >= (least if one.text.isalpha() else SLIPS_FROM) else one
        for one, doubt in zip(query, doubtful, strict=True)
    )


def _meaning(one: Word, sources: Iterable[Vocabulary]) -> Word:
    counts: dict[str, int] = {}
    for source in sources:
        for meant, count in source.meant(one.text).items():
            counts[meant] = counts.get(meant, 0) + count
    likely = sorted(counts, key=lambda meant: (-counts[meant], meant))
    return word(one.text, tuple(likely[: vocabulary.MEANINGS])) if likely else one


def _mixed(ranked: Sequence[Found], limit: int) -> list[Found]:
    """The best of all kinds, and of each kind a few in any case, in the order of `ranked`."""
    chosen: set[int] = set()
    for kind, least in GUARANTEED.items():
        chosen.update(islice((place for place, one in enumerate(ranked) if one.kind == kind), least))
    room = max(limit - len(chosen), 0)
    chosen.update(list(islice((place for place in range(len(ranked)) if place not in chosen), room)))
    return [ranked[place] for place in sorted(chosen)]
