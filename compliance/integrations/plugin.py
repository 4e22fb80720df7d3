"""Plugins for systems that are not written in Python, as the archive that such a system installs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

PLUGINS: dict[str, str] = {"wordpress": "newsroom-compliance"}
"""By system, the folder that its archive unpacks into."""

_DAY = (1980, 1, 1, 0, 0, 0)
"""The day that every file is of, the first that archives know: the same files are the same bytes."""


def archive(system: str) -> bytes:
    """The plugin for a system, as a zip file. Raises KeyError for a system that there is none for."""
    top = PLUGINS[system]
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as packed:
        for path, data in _files(Path(__file__).parent / system):
            info = ZipInfo(f"{top}/{path}", _DAY)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            packed.writestr(info, data)
    return buffer.getvalue()


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()
