"""Whether an address is this computer itself."""

from __future__ import annotations

import ipaddress


def is_loopback(name: str | None) -> bool:
    """Whether a host's name or number leads nowhere but to this computer."""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name or "").is_loopback
    except ValueError:
        return False
