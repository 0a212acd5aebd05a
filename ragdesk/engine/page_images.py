"""Pages of PDFs as pictures for a viewer: a document's path, page and scale in, its pixels out. Kept in memory only.

Nothing of a page is ever written to a disk, so there is nothing to erase there.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from pathlib import Path

from ragdesk.engine.documents.find_files import open_file
from ragdesk.engine.documents.sandbox import Readers
from ragdesk.protocol.errors import CannotRead
from ragdesk.protocol.records import PageImage

MOST_KEPT_BYTES = 64 * 1024 * 1024
"""About 20 pages of A4 at the usual scale."""

_Key = tuple[str, int, float]


class PageImages:
    """Draws each page once while it is looked at. Safe to be used by several threads."""

    def __init__(self, readers: Readers, most_kept_bytes: int = MOST_KEPT_BYTES) -> None:
        self._readers = readers
        self._most_kept_bytes = most_kept_bytes
        self._kept: OrderedDict[_Key, PageImage] = OrderedDict()
        self._lock = threading.Lock()

    def page(self, path: Path, content_hash: str | None, page: int, scale: float) -> PageImage:
        """`content_hash` is that of the text that was read, if any was: a file that says something else by now is
        refused, for its pages would not show what was found.

        Raises CannotRead, and BadRequest where there is no such page.
        """
        if content_hash is not None and (kept := self._find((content_hash, page, scale))):
            return kept
        data = open_file(path)
        found = hashlib.blake2b(data, digest_size=20).hexdigest()
        if content_hash is not None and found != content_hash:
            raise CannotRead(
                "changed",
                "This file has changed since it was read, so its pages may not show what was found in it.",
                "Add it again, then look at the page.",
            )
        image = self._readers.render_page(data, path.name, page, scale)
        self._keep((found, page, scale), image)
        return image

    def forget(self) -> None:
        """For when documents are erased."""
        with self._lock:
            self._kept.clear()

    def _find(self, key: _Key) -> PageImage | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: _Key, image: PageImage) -> None:
        with self._lock:
            self._kept[key] = image
            self._kept.move_to_end(key)
            while self._kept and sum(len(kept.pixels) for kept in self._kept.values()) > self._most_kept_bytes:
                self._kept.popitem(last=False)
