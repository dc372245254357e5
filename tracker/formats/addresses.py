"""Addresses of the web in what strangers and people write: most texts are none, and some only look like one."""

from __future__ import annotations

from urllib.parse import urlsplit


def host(text: str) -> str:
    """The host of an address of the web, such as example.org; "" where the text is no such address."""
    try:
        parts = urlsplit(text)
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:  # https://[ has half a bracket
        return ""
