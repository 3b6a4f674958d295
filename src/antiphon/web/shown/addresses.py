"""Addresses that came from outside."""

from urllib.parse import urlsplit


def web_address(url: str) -> str:
    """The address if a browser may open it; what a network told us is data, not script."""
    return url if urlsplit(url).scheme in {"http", "https"} else ""
