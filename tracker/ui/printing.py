"""What is printed: documents as HTML, and the dialog that asks for a printer or a PDF file."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from tracker.operations import shopping
from tracker.store.rows import ShoppingItem

_STYLE = (
    "<style>h1 { font-size: 18pt } h2 { font-size: 12pt; margin-bottom: 2pt } td { padding: 1pt 8pt 1pt 0 }</style>"
)


DPI = 96


def shopping_html(items: Sequence[ShoppingItem], decimal: str = ".") -> str:
    """What is still to be bought, by aisle, with a box to tick before each."""
    parts = [_STYLE, "<h1>Shopping list</h1>"]
    aisle = ""
    for item in items:
        if item.bought:
            continue
        if item.aisle != aisle:
            parts.append(f"{'</table>' if aisle else ''}<h2>{html.escape(item.aisle)}</h2><table>")
            aisle = item.aisle
        amount = html.escape(shopping.amount_text(item, decimal))
        parts.append(f"<tr><td>☐</td><td align='right'>{amount}</td><td>{html.escape(item.name)}</td></tr>")
    parts.append("</table>" if aisle else "<p>Nothing is left to buy.</p>")
    return "".join(parts)


def write_pdf(document: str, path: Path, title: str, *, landscape: bool = False) -> None:
    """Write a document as a PDF of A4.

    Raises:
        KnownError: the folder is not there, or the disk refuses.
    """
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

    from tracker.operations.whole_file import write_whole
    from tracker.ui.theme import FAMILY

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)  # so that a line of one pixel is one that can be seen
    writer.setTitle(title)
    writer.setCreator("Tracker")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    turned = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    writer.setPageOrientation(turned)
    made = QTextDocument()
    made.setDefaultFont(QFont(FAMILY, 9))
    made.setHtml(document)
    made.print_(writer)
    buffer.close()
    write_whole(path, [bytes(buffer.data().data())])


def print_html(over: QWidget, document: str, *, landscape: bool = False) -> bool:
    """Ask for a printer or a file, and print; returns whether it was printed."""
    from PySide6.QtGui import QPageLayout, QTextDocument
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if landscape:
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    dialog = QPrintDialog(printer, over.window())
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    made = QTextDocument()
    made.setHtml(document)
    made.print_(printer)
    return True
