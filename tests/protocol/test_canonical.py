"""The canonical form: one text for one meaning."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.protocol.canonical import NotCanonical, all_canonical, canonical, canonical_hash, content_hash

# Characters that normalization moves about, beside ordinary ones and those that JSON escapes.
letters = st.one_of(
    st.sampled_from('aeonAÅÅ\u0301\u0308\u0323\u0338\u1100\u1161\u11a8한̈\n"\\<=>\u2028'),
    st.characters(codec="utf-8"),
)
texts = st.text(letters, max_size=8)
integers = st.integers(-(2**63), 2**63 - 1)
values = st.recursive(
    st.none() | st.booleans() | integers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def composed(value: Any) -> Any:
    """What the canonical form should mean, said the long way; None where two keys fall together."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [composed(item) for item in value]
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", key): composed(item) for key, item in value.items()}
    return value


def size(value: Any) -> int:
    if isinstance(value, list):
        return 1 + sum(map(size, value))
    if isinstance(value, dict):
        return 1 + sum(map(size, value.values()))
    return 1


@given(values)
def test_it_says_the_same_with_composed_texts(value: Any) -> None:
    expected = composed(value)
    if size(expected) != size(value):
        with pytest.raises(NotCanonical, match="same text"):
            canonical(value)
        return
    text = canonical(value)
    assert msgspec.json.decode(text) == expected


@given(values)
def test_reading_and_writing_again_changes_nothing(value: Any) -> None:
    try:
        text = canonical(value)
    except NotCanonical:
        return
    assert canonical(msgspec.json.decode(text)) == text


@given(st.dictionaries(st.text("abcdé", max_size=3), values.filter(lambda v: size(v) == size(composed(v))), max_size=6))
def test_the_order_of_keys_does_not_matter(body: dict[str, Any]) -> None:
    assert canonical(body) == canonical(dict(reversed(body.items())))


@given(texts)
def test_the_spelling_of_a_letter_does_not_matter(text: str) -> None:
    forms = {canonical({"name": unicodedata.normalize(form, text)}) for form in ("NFC", "NFD")}
    assert len(forms) == 1


def test_keys_are_sorted_without_spaces() -> None:
    assert canonical({"b": [1, None, True], "a": {"d": "x", "c": -5}}) == b'{"a":{"c":-5,"d":"x"},"b":[1,null,true]}'


def test_letters_are_composed_utf8() -> None:
    assert canonical({"nom": "Cre\u0300me"}) == '{"nom":"Cr\u00e8me"}'.encode()


def test_a_value_alone_and_in_a_list_is_composed_too() -> None:
    assert canonical("a\u0308") == canonical("\u00e4")
    assert canonical([1, "a\u0308", None]) == '[1,"\u00e4",null]'.encode()


def test_composed_letters_are_taken_as_they_are() -> None:
    assert canonical({"a\u0308": "x", "z": None, "n": 3}) == '{"n":3,"z":null,"\u00e4":"x"}'.encode()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"energy": 227.0}, "float"),
        ([1, [2, 3.5]], "float"),
        ({"n": 2**63}, "64 bits"),
        ({"n": -(2**63) - 1}, "64 bits"),
        ({1: "x"}, "key is no text"),
        ({"t": (1, 2)}, "tuple"),
        ({"b": b"x"}, "bytes"),
        ({"t": "\ud800"}, "surrogate"),
        ({"\u00e4": 1, "a\u0308": 2}, "same text"),
    ],
)
def test_what_has_no_canonical_form_is_refused(value: Any, why: str) -> None:
    with pytest.raises(NotCanonical, match=why):
        canonical(value)


def test_a_body_has_a_bottom() -> None:
    value: Any = 1
    for _ in range(32):
        value = [value]
    canonical(value)
    with pytest.raises(NotCanonical, match="levels"):
        canonical([value])


@given(st.lists(values, max_size=4))
def test_what_is_canonical_is_seen_to_be_all_together(some: list[Any]) -> None:
    try:
        forms = [canonical(value) for value in some]
    except NotCanonical:
        return
    in_texts = any(bracket in form.decode() for value in some for form in strings(value) for bracket in "[]{}")
    has_long_number = re.search(rb"\d{19}", b" ".join(forms)) is not None
    assert all_canonical(forms) or in_texts or has_long_number


def strings(value: Any) -> list[bytes]:
    if isinstance(value, str):
        return [value.encode()]
    if isinstance(value, dict):
        value = [*value, *value.values()]
    return [text for item in value for text in strings(item)] if isinstance(value, list) else []


@given(values | st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.booleans(), st.booleans())
def test_nothing_else_is_taken_for_canonical(value: Any, plain: bool, spaces: bool, sort: bool) -> None:
    separators = (", ", ": ") if spaces else (",", ":")
    text = json.dumps(value, ensure_ascii=plain, separators=separators, sort_keys=sort).encode()
    if all_canonical([b"null", text]):
        assert canonical(msgspec.json.decode(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        '{"b":1,"a":2}', '{"a": 1}', '{"a":1} ', '{"a":1.0}', '{"a":1e2}', '{"a":-0}', '{"a":01}', '{"a":"\\u0041"}',
        '{"a":"a\u0308"}', '{"a":1,"a":1}', f'{{"a":{2**63}}}', f'{{"a":{-(2**63) - 1}}}', '{"a":"\\ud800"}', "1,2", "",
        "{}}", "[" * 33 + "]" * 33, "NaN",
    ],
)  # fmt: skip
def test_one_text_of_another_form_is_noticed(text: str) -> None:
    assert not all_canonical([b'{"a":1}', text.encode(), b'{"b":2}'])


def test_levels_are_counted_for_each_value() -> None:
    assert all_canonical([b"[" * 32 + b"]" * 32, b'{"a":[{}],"b":{"c":[1,[]]}}'] * 40)


def test_the_hash_tells_a_tombstone_from_a_record() -> None:
    assert content_hash({"a": 1}, False) == hashlib.sha256(b'{"a":1}0').digest()
    assert content_hash(None, True) == hashlib.sha256(b"null1").digest()
    assert content_hash({"b": 1, "a": 2}, False) == canonical_hash(b'{"a":2,"b":1}', False)
