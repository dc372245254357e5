"""Any structured workout."""

from __future__ import annotations

from hypothesis import strategies as st

from tracker.domain.training.plan.steps import FARTHEST, KINDS, LARGEST, LONGEST, SECOND, Aim, Part, Repeat, Step

_aims = st.sampled_from(sorted(LARGEST)).flatmap(
    lambda measure: st.tuples(*[st.integers(0, LARGEST[measure])] * 2).map(
        lambda ends: Aim(measure, min(ends), max(ends))
    )
)
_notes = st.text(alphabet="abc äö 123,/()x%", max_size=12).map(str.strip).map(lambda text: " ".join(text.split()))
_lengths = st.one_of(
    st.tuples(st.integers(1, LONGEST // SECOND).map(lambda seconds: seconds * SECOND), st.none()),
    st.tuples(st.none(), st.integers(1, FARTHEST)),
    st.just((None, None)),
)
steps = st.builds(
    lambda kind, length, aim, note: Step(kind, *length, aim, note),
    st.sampled_from(KINDS), _lengths, st.none() | _aims, _notes,
)  # fmt: skip
_repeats = st.builds(Repeat, st.integers(2, 20), st.lists(steps, min_size=1, max_size=4).map(tuple))


def parts() -> st.SearchStrategy[tuple[Part, ...]]:
    """A workout of one to six parts."""
    return st.lists(steps | _repeats, min_size=1, max_size=6).map(tuple)
