"""Pages that are looked at again are not drawn again, and never those of a file that has changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ragdesk.engine.documents.sandbox import Readers
from ragdesk.engine.documents.sections import Reading
from ragdesk.engine.page_images import PageImages
from ragdesk.protocol.errors import CannotRead
from ragdesk.protocol.records import PageImage


class Drawing:
    """Workers that count what they draw."""

    def __init__(self) -> None:
        self.drawn: list[int] = []

    def read(self, data: bytes, name: str) -> Reading:
        raise NotImplementedError

    def draw(self, data: bytes, page: int, scale: float) -> PageImage:
        self.drawn.append(page)
        return PageImage(page, 9, 10, 10, bytes(300))

    def report(self) -> dict[str, str]:
        return {}

    def close(self) -> None:
        pass


@pytest.fixture
def lease(tmp_path: Path) -> Path:
    path = tmp_path / "lease.pdf"
    path.write_bytes(b"%PDF-1.7 the lease")
    return path


def hash_of(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=20).hexdigest()


def test_a_page_is_drawn_once(lease: Path) -> None:
    workers = Drawing()
    images = PageImages(Readers(workers=workers))
    for page in (1, 2, 1, 2):
        assert images.page(lease, hash_of(lease), page, 1.5).page == page
    images.page(lease, hash_of(lease), 1, 2.0)
    assert workers.drawn == [1, 2, 1]


def test_little_is_kept_and_the_newest(lease: Path) -> None:
    workers = Drawing()
    images = PageImages(Readers(workers=workers), most_kept_bytes=600)
    for page in (1, 2, 1, 3, 1, 2):
        images.page(lease, hash_of(lease), page, 1.5)
    assert workers.drawn == [1, 2, 3, 2]


def test_nothing_is_kept_of_what_is_erased(lease: Path) -> None:
    workers = Drawing()
    images = PageImages(Readers(workers=workers))
    images.page(lease, hash_of(lease), 1, 1.5)
    images.forget()
    images.page(lease, hash_of(lease), 1, 1.5)
    assert workers.drawn == [1, 1]


def test_a_file_that_changed_since_it_was_read_is_not_drawn(lease: Path) -> None:
    images = PageImages(Readers(workers=Drawing()))
    read = hash_of(lease)
    lease.write_bytes(b"%PDF-1.7 another lease")
    with pytest.raises(CannotRead) as caught:
        images.page(lease, read, 1, 1.5)
    assert caught.value.code == "changed"
    lease.unlink()
    with pytest.raises(CannotRead) as caught:
        images.page(lease, read, 1, 1.5)
    assert caught.value.code == "vanished"


def test_a_scan_that_gave_no_text_is_drawn_all_the_same(lease: Path) -> None:
    assert PageImages(Readers(workers=Drawing())).page(lease, None, 1, 1.5).pages == 9
