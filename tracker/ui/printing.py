"""What is printed: documents as HTML, and the dialog that asks for a printer or a PDF file."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from tracker.operations import shopping
from tracker.store.rows import ShoppingItem

_STYLE = (
    "<style>h1 { font-size: 18pt } h2 { font-size: 12pt; margin-bottom: 2pt } td { padding: 1pt 8pt 1pt 0 }</style>"
)


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


def print_html(over: QWidget, document: str) -> bool:
    """Ask for a printer or a file, and print; returns whether it was printed."""
    from PySide6.QtGui import QTextDocument
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, over.window())
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    made = QTextDocument()
    made.setHtml(document)
    made.print_(printer)
    return True
