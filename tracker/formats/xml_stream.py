"""XML read as a stream: never the whole tree, no entities, nothing fetched, and what comes before a damage is kept.

Names come without their namespace. A document type is allowed as long as it declares no entity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol
from xml.parsers import expat

from tracker.errors import BadFile

DEEPEST = 200
"""Elements within each other; real files stay below twenty."""
STEP = 1 << 16
Heard = Callable[[int, int], None]
"""Hears how many bytes were read of how many; it may raise to stop."""
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 13))
"""Characters that no XML may hold, and that Apple's holds nevertheless."""


def unheard(_done: int, _total: int) -> None:
    """A `Heard` that nobody hears."""


def in_steps(data: bytes, heard: Heard) -> Iterator[bytes]:
    """A document in pieces, telling before each how far it is."""
    for at in range(0, len(data), STEP):
        heard(at, len(data))
        yield data[at : at + STEP]


class Listener(Protocol):
    """Hears elements; `path` are the names of the open ones, the last of them the element itself."""

    def start(self, path: list[str], attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, path: list[str], text: str) -> None:
        """An element ends; `text` is what stood in it directly."""


def stream(chunks: Iterable[bytes], listener: Listener, name: str) -> str:
    """Read a document from its pieces; returns what is wrong with it as a clause, or "".

    Raises:
        BadFile: it declares entities, which no file of these kinds needs, or is nested too deeply.
    """
    reader = _Reader(listener, name)
    try:
        for chunk in chunks:
            reader.parser.Parse(chunk.translate(None, _CONTROLS), False)
        reader.parser.Parse(b"", True)
    except expat.ExpatError as error:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]:
            return "its end is missing"
        is_over = error.code == expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]
        return "" if is_over else f"it cannot be read from line {error.lineno} on"
    except (LookupError, ValueError):
        return "its text is in an encoding that cannot be read"
    return ""


class _Reader:
    def __init__(self, listener: Listener, name: str) -> None:
        self.path: list[str] = []
        self._listener, self._name = listener, name
        self._texts: list[list[str]] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._entity
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.path.append(name.rpartition(":")[2])
        if len(self.path) > DEEPEST:
            raise BadFile(f"{self._name} is no file of its kind: its elements are nested too deeply.")
        self._texts.append([])
        self._listener.start(self.path, attributes)

    def _end(self, _: str) -> None:
        self._listener.end(self.path, "".join(self._texts.pop()).strip())
        self.path.pop()

    def _text(self, text: str) -> None:
        if self._texts:
            self._texts[-1].append(text)

    def _entity(self, *_: object) -> None:
        raise BadFile(f"{self._name} declares entities, which Tracker does not read.", "Export the file again.")
