"""Cursors survive the journey, and nothing else is taken for one."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.protocol.cursor import Cursor

names = st.text("0123456789abcdef_", max_size=16)
counts = st.integers(0, 10**18 - 1)


@given(names, counts, names, st.none() | counts)
def test_a_cursor_survives_the_journey(epoch: str, seq: int, nonce: str, snap: int | None) -> None:
    cursor = Cursor(epoch, seq, nonce, snap)
    text = cursor.encode()
    assert Cursor.decode(text) == cursor
    assert text.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "e",
        "e.1",
        "e.x.n",
        "e.-1.n",
        "e.1.n.x",
        "e.1.n.2.3",
        "e.1.n.",
        "e.٣.n.x",
        "e.1000000000000000000.n",
    ],
)
def test_other_text_is_no_cursor(content: str) -> None:
    with pytest.raises(ValueError, match="not a cursor"):
        Cursor.decode(base64.urlsafe_b64encode(content.encode()).decode())


@pytest.mark.parametrize("text", ["", "!", "abcde", "é", "a b c d", "____"])
def test_text_in_another_alphabet_is_no_cursor(text: str) -> None:
    with pytest.raises(ValueError, match="not a cursor"):
        Cursor.decode(text)
