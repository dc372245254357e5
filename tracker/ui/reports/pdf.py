"""A report as a PDF: its document laid out on pages of A4 with numbers at their feet, and its charts drawn."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextDocument,
)

from tracker.domain.fixed import BODY_MASS, ENERGY
from tracker.domain.round_steps import round_step
from tracker.operations.report_html import CHART_WIDTH, ENERGY_CHART, MONTHS, WEIGHT_CHART
from tracker.operations.whole_file import write_whole
from tracker.ui.theme import FAMILY, load_fonts

if TYPE_CHECKING:
    from tracker.domain.body.explained import Speech
    from tracker.operations.reports import Report

DPI = 96
MARGIN, FOOT = 16, 24
"""Millimetres around a page, and pixels for its number."""
CHART_HEIGHT, SHARPER = 150, 3
INK, PALE, LINE, ACCENT = QColor("#1F2328"), QColor("#4b535b"), QColor("#d7d9d5"), QColor("#0F766E")
LEFT, TOP, BOTTOM = 66.0, 10.0, 18.0


def write_pdf(document: str, report: Report, speech: Speech, path: Path) -> int:
    """Write a report's document to a file; returns how many pages it has. Needs no display.

    Raises:
        KnownError: the folder is not there, or the disk refuses.
    """
    application = _application()
    load_fonts()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setTitle(f"Food and body, {report.first.isoformat()} to {report.last.isoformat()}")
    writer.setCreator("Tracker")
    margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins)
    layout.setUnits(QPageLayout.Unit.Millimeter)
    layout.setMargins(margins)
    writer.setPageLayout(layout)
    pages = _paint(document, report, speech, writer)
    buffer.close()
    write_whole(path, [bytes(buffer.data().data())])
    del application
    return pages


def _application() -> QGuiApplication | None:
    """What Qt needs for fonts: the window's, or one without a display."""
    if QGuiApplication.instance() is not None:
        return None
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["tracker"])


def _paint(document: str, report: Report, speech: Speech, writer: QPdfWriter) -> int:
    made = QTextDocument()
    made.setDefaultFont(QFont(FAMILY, 10))
    made.documentLayout().setPaintDevice(writer)
    width, height = float(writer.width()), float(writer.height() - FOOT)
    for name, draw in ((ENERGY_CHART, _energy), (WEIGHT_CHART, _weight)):
        made.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), _image(report, speech, draw))
    made.setHtml(document)
    made.setPageSize(QSizeF(width, height))
    painter = QPainter(writer)
    pages = made.pageCount()
    for page in range(pages):
        if page:
            writer.newPage()
        painter.save()
        painter.translate(0, -page * height)
        made.drawContents(painter, QRectF(0, page * height, width, height))
        painter.restore()
        foot = QRectF(0, height + 6, width, FOOT - 6)
        painter.setFont(QFont(FAMILY, 8))
        painter.setPen(PALE)
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, f"Page {page + 1} of {pages}")
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, "Tracker is not a medical device.")
    painter.end()
    return pages


# ------------------------------------------------------------------------------------------------- charts


def _image(report: Report, speech: Speech, draw: Callable[[QPainter, Report, Speech], None]) -> QImage:
    image = QImage(CHART_WIDTH * SHARPER, CHART_HEIGHT * SHARPER, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    image.setDevicePixelRatio(SHARPER)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    made = QFont(FAMILY)
    made.setPixelSize(10)
    painter.setFont(made)
    draw(painter, report, speech)
    painter.end()
    return image


def _energy(painter: QPainter, report: Report, speech: Speech) -> None:
    """A bar for each day that has something, and the target as a line."""
    unit = 4.184 if speech.energy_unit == "kJ" else 1.0
    values = [(one.day, one.totals["energy"].value / ENERGY * unit) for one in report.days if "energy" in one.totals]
    targets = [(one.day, one.target.energy / ENERGY * unit) for one in report.days if one.target.energy]
    top = max((value for _, value in [*values, *targets]), default=1.0)
    place = _axes(painter, report, 0.0, top, speech, speech.energy_unit)
    width = max(0.8, (CHART_WIDTH - LEFT) / len(report.days) * 0.7)
    for day, value in values:
        at = place(day, value)
        color = QColor(ACCENT) if day in report.counted else QColor("#b9c9c6")
        painter.fillRect(QRectF(at.x() - width / 2, at.y(), width, CHART_HEIGHT - BOTTOM - at.y()), color)
    painter.setPen(QPen(INK, 1, Qt.PenStyle.DashLine))
    painter.drawPolyline([place(day, value) for day, value in targets])


def _weight(painter: QPainter, report: Report, speech: Speech) -> None:
    """Dots as measured and the trend."""
    if not report.weights:
        return
    values = [one.weight / BODY_MASS for one in report.weights]
    low, high = min(values), max(values)
    place = _axes(painter, report, low - 0.2, high + 0.2, speech, "kg")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(PALE)
    for one in report.weights:
        painter.drawEllipse(place(one.day, one.weight / BODY_MASS), 1.6, 1.6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ACCENT, 1.6))
    painter.drawPolyline([place(one.day, one.trend / BODY_MASS) for one in report.weights])


def _axes(
    painter: QPainter, report: Report, low: float, high: float, speech: Speech, unit: str
) -> Callable[[date, float], QPointF]:
    """Lines with numbers at the left and dates below; returns where a value of a day is."""
    step = round_step((high - low) / 4)
    bottom, top = step * (low // step), step * -(-high // step)
    height = CHART_HEIGHT - TOP - BOTTOM

    def place(day: date, value: float) -> QPointF:
        across = (day - report.first).days + 0.5
        x = LEFT + across / len(report.days) * (CHART_WIDTH - LEFT)
        return QPointF(x, TOP + (top - value) / (top - bottom) * height)

    count = round((top - bottom) / step)
    places = 0 if step >= 1 else 1 if step >= 0.1 else 2
    for number in range(count + 1):
        value = bottom + number * step
        y = place(report.first, value).y()
        painter.setPen(QPen(LINE, 1))
        painter.drawLine(QPointF(LEFT, y), QPointF(CHART_WIDTH, y))
        painter.setPen(PALE)
        text = speech.number(value, places) + (f" {unit}" if number == count else "")
        painter.drawText(QRectF(0, y - 7, LEFT - 6, 14), Qt.AlignmentFlag.AlignRight, text)
    for day in _marks([one.day for one in report.days]):
        text = f"{day.day} {MONTHS[day.month - 1]}"
        middle = min(place(day, bottom).x(), CHART_WIDTH - 22)
        painter.drawText(QRectF(middle - 30, CHART_HEIGHT - BOTTOM + 3, 60, 14), Qt.AlignmentFlag.AlignHCenter, text)
    return place


def _marks(days: Sequence[date]) -> Sequence[date]:
    """Up to eight days, evenly apart."""
    apart = max(1, -(-len(days) // 8))
    return days[apart // 2 :: apart]
