"""Recipes in pages that a browser saved whole."""

from __future__ import annotations

import plistlib
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from tracker.errors import BadFile
from tracker.formats.glimpse import glimpse
from tracker.formats.recipes.files import Found, Refused, is_page, read

PAGE = """<!doctype html><html><head><script type="application/ld+json">{"@context": "https://schema.org",
"@type": "Recipe", "name": "Käsesuppe", "recipeYield": "4", "recipeIngredient": ["200 g Käse", "½ l Brühe"],
"recipeInstructions": "Kochen."}</script></head><body></body></html>"""
ADDRESS = "https://example.org/kaesesuppe"


def mhtml(page: str, charset: str, encoding: str) -> bytes:
    """The page as Chrome and Edge save it."""
    whole = MIMEMultipart("related", type="text/html", boundary="----MultipartBoundary--x----")
    whole["From"] = "<Saved by Blink>"
    whole["Snapshot-Content-Location"] = ADDRESS
    part: MIMEText | EmailMessage
    if encoding == "base64":
        part = MIMEText(page, "html", charset)
    else:
        part = EmailMessage()
        part.set_content(page, subtype="html", charset=charset, cte=encoding)
    part["Content-Location"] = ADDRESS
    whole.attach(part)
    picture = EmailMessage()
    picture.set_content(b"\x89PNG", "image", "png")
    whole.attach(picture)
    return whole.as_bytes()


def one(path: Path, data: bytes) -> Found:
    path.write_bytes(data)
    assert is_page(glimpse(path))
    (found,) = read(path, glimpse(path))
    return found


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-8", "quoted-printable"), ("utf-8", "base64"), ("iso-8859-1", "quoted-printable")]
)
def test_a_page_in_mhtml_is_read_with_its_letters_and_its_address(tmp_path: Path, charset: str, encoding: str) -> None:
    found = one(tmp_path / "soup.mhtml", mhtml(PAGE, charset, encoding))
    assert not isinstance(found, Refused)
    assert (found.name, found.lines, found.source) == ("Käsesuppe", ("200 g Käse", "½ l Brühe"), ADDRESS)


def test_a_web_archive_of_safari_is_read(tmp_path: Path) -> None:
    main = {
        "WebResourceData": PAGE.encode("cp1252"), "WebResourceTextEncodingName": "windows-1252",
        "WebResourceURL": ADDRESS, "WebResourceMIMEType": "text/html",
    }  # fmt: skip
    data = plistlib.dumps({"WebMainResource": main, "WebSubresources": []}, fmt=plistlib.FMT_BINARY)
    found = one(tmp_path / "soup.webarchive", data)
    assert not isinstance(found, Refused)
    assert (found.name, found.source) == ("Käsesuppe", ADDRESS)


def test_a_damaged_one_says_what_to_do(tmp_path: Path) -> None:
    main = {"WebResourceData": PAGE.encode(), "WebResourceURL": ADDRESS}
    data = plistlib.dumps({"WebMainResource": main}, fmt=plistlib.FMT_BINARY)
    with pytest.raises(BadFile, match="Save"):
        one(tmp_path / "soup.webarchive", data[:300])
    with pytest.raises(BadFile, match=r"Save it again|Copy its parts"):
        one(tmp_path / "soup.mhtml", mhtml(PAGE, "utf-8", "base64")[:300])
