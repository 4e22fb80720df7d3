"""Comparing web addresses as an editor would: who is linked to, whatever the spelling of the address.

Left out of the comparison: scheme, `www.`, default ports, case of the host, percent-encoding, a trailing
slash, the fragment, and parameters that only count clicks.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

_COUNTING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")
_CACHED = 4096
"""The longest address, in characters, that is kept in the cache: `data:` addresses can hold a whole picture."""
_HOME_FILES = ("/index.html", "/index.htm", "/index.php")


class Address(NamedTuple):
    """An absolute web address, normalised so that equal means the same page."""

    host: str
    path: str
    """With a leading slash; empty for the root."""
    query: tuple[tuple[str, str], ...]

    @property
    def is_home(self) -> bool:
        """Whether it is a site's home page."""
        return self.path in ("", *_HOME_FILES) and not self.query

    def on(self, domain: str) -> bool:
        """Whether its host is this domain or below it (`evil-example.org` is not on `example.org`)."""
        domain = _host(domain)
        return self.host == domain or self.host.endswith("." + domain)


def parse(text: str) -> Address | None:
    """Read an absolute `http`, `https` or `//` address; None for any other (relative, `mailto:`, damaged)."""
    return _parse(text) if len(text) <= _CACHED else _parse.__wrapped__(text)


@lru_cache(maxsize=1024)
def _parse(text: str) -> Address | None:
    from posixpath import normpath
    from urllib.parse import parse_qsl, unquote, urlsplit

    address, mark, query = text.strip().partition("?")
    try:
        # Browsers read `\` as `/` before the query: `https://evil.org\@example.org` leads to evil.org.
        parts = urlsplit(address.replace("\\", "/") + mark + query)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https", "") or not parts.hostname:
        return None
    host = _host(unquote(parts.hostname)) + (f":{port}" if port not in (None, 80, 443) else "")
    path = normpath("/" + unquote(parts.path).lstrip("/")).rstrip("/")
    kept = [(name, value) for name, value in parse_qsl(parts.query, True) if not name.lower().startswith(_COUNTING)]
    return Address(host, path, tuple(sorted(kept)))


def is_domain(text: str) -> bool:
    """Whether it is a bare domain, as policies write them: `example.org`."""
    address = parse("//" + text)
    return address is not None and "." in address.host and address == Address(_host(text), "", ())


def _host(host: str) -> str:
    host = host.lower().rstrip(".").removeprefix("www.")
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host
