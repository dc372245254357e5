"""Addresses of the web, and texts that only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.formats.addresses import host


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://example.org/soup", "example.org"), ("http://Example.org:8000", "example.org"), ("https://[", ""),
        ("https://[::1]/a", "::1"), ("ftp://example.org", ""), ("example.org", ""), ("Grandma's book", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_host_of_an_address(text: str, found: str) -> None:
    assert host(text) == found


@given(st.text(alphabet="htps:/[]@?#%.a1\u2100", max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(host(f"https://{text}"), str)
