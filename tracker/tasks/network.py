"""Whether this computer is on a network, where the platform says so."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QNetworkInformation

Reachability = QNetworkInformation.Reachability


class Network(QObject):
    """Says `regained` when a network is there again after there was none."""

    regained = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gone = False
        if QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            known = QNetworkInformation.instance()
            self.changed(known.reachability())
            known.reachabilityChanged.connect(self.changed)

    @Slot(Reachability)
    def changed(self, now: Reachability) -> None:
        """The platform says how far the network reaches now."""
        was_gone, self._gone = self._gone, now == Reachability.Disconnected
        if was_gone and not self._gone:
            self.regained.emit()
