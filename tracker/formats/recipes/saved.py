"""Pages as browsers save them whole: MHTML of Chrome and Edge, web archives of Safari. The page is taken out of them.

MHTML is a mail of several parts (RFC 2557), a web archive a property list.
"""

from __future__ import annotations

import plistlib
from email import policy
from email.parser import BytesParser
from typing import Any

from tracker.errors import BadFile

_PLIST = b"bplist"
_HEAD = 4096


def is_saved_whole(head: bytes) -> bool:
    """Whether a file that begins so is a page with all that belongs to it."""
    begin = head[:_HEAD].lower()
    mail = b"content-type: multipart/related" in begin and b"mime-version:" in begin
    return mail or (head.startswith(_PLIST) and b"WebMainResource" in head)


def page_in(data: bytes, name: str) -> tuple[bytes, str]:
    """The page in such a file and the address it came from, or ""; any other file is the page itself.

    Raises:
        BadFile: no page can be taken out of it.
    """
    if not is_saved_whole(data):
        return data, ""
    try:
        page, address = _of_archive(data) if data.startswith(_PLIST) else _of_mail(data)
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, plistlib.InvalidFileException) as error:
        raise BadFile(f"{name} is damaged.", "Save the page again.") from error
    if not page:
        raise BadFile(f"There is no page in {name}.", "Save it again.")
    return page, address


def _of_mail(data: bytes) -> tuple[bytes, str]:
    message = BytesParser(policy=policy.compat32).parsebytes(data)
    address = str(message.get("Snapshot-Content-Location") or message.get("Content-Location") or "")
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            found = _in_utf8(page, part.get_content_charset("")) if isinstance(page, bytes) else b""
            return found, address or str(part.get("Content-Location") or "")
    return b"", ""


def _of_archive(data: bytes) -> tuple[bytes, str]:
    main: dict[str, Any] = plistlib.loads(data)["WebMainResource"]
    page = main["WebResourceData"]
    return _in_utf8(page, main.get("WebResourceTextEncodingName", "")), str(main.get("WebResourceURL", ""))


def _in_utf8(page: bytes, charset: str) -> bytes:
    """The page with the mark of UTF-8, where its charset was told beside it; what is told in it counts otherwise."""
    return f"\ufeff{page.decode(charset, 'replace')}".encode() if charset else page
