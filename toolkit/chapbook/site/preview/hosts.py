"""For whom the preview answers: requests that name this machine, and no others. Pure.

A page from anywhere may let its own name point at 127.0.0.1 after it was loaded (DNS rebinding), and would then read
the preview as if it came from there. Its requests still carry its own name, so a name that is not ours is refused. A
number cannot be pointed elsewhere: where the preview is open to the network, requests by number are answered.
"""

from __future__ import annotations

import ipaddress
import re

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[^\s:/?#@\[\]\\]+)(?P<port>:[0-9]{1,5})?")
_EVERY = frozenset({"", "0.0.0.0", "::"})
"""Addresses to bind at that mean all of this machine's."""


def is_ours(header: str | None, bound: str, machine: str = "") -> bool:
    """Say whether a request with this `Host` is for a preview bound at `bound`; `machine` is this machine's own name.

    The port does not matter: a forwarded one is another.
    """
    match = _HOST.fullmatch(header or "")
    if match is None:
        return False
    name = match["name"].strip("[]").lower().removesuffix(".")
    if name == "localhost" or name == bound.lower():
        return True
    number = _number(name)
    if number is not None and number.is_loopback:
        return True
    if bound not in _EVERY:
        return False
    return number is not None or name in {machine.lower(), f"{machine.lower()}.local"} - {"", ".local"}


def shown_host(bound: str) -> str:
    """Give the host of the address that one types to see what is bound at `bound`."""
    if bound in _EVERY:
        return "[::1]" if bound == "::" else "127.0.0.1"
    return f"[{bound}]" if ":" in bound else bound


def is_open(bound: str) -> bool:
    """Say whether other machines reach a preview that is bound there."""
    number = _number(bound)
    return bound != "localhost" and (number is None or not number.is_loopback)


def _number(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None
