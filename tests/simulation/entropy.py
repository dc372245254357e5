"""Chance, all of it from one seed: while a seed runs, every source of random bytes in the process is its own."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def seeded(seed: int | str) -> Iterator[None]:
    """Ids, nonces, tokens and salts come from `seed`; `secrets`, `uuid` and `os.urandom` all end here."""
    source = random.Random(f"bytes {seed}")
    before = os.urandom, random._urandom
    os.urandom = random._urandom = source.randbytes
    try:
        yield
    finally:
        os.urandom, random._urandom = before
