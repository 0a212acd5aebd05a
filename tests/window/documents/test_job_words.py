"""What is said of a job that ended: what became of each file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale

from ragdesk.protocol.engine_records import JobId, JobRecord
from ragdesk.window.documents.job_words import job_result
from ragdesk.window.language import Language


@pytest.fixture
def english(qapp: object) -> Iterator[None]:
    """With its plurals."""
    before, language = QLocale(), Language()
    language.choose("en")
    yield
    for translator in language._translators:
        QCoreApplication.removeTranslator(translator)
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("files_done", "failed", "skipped", "unchanged", "told"),
    [
        (19, 0, 2, 0, "Read 17 files, 2 skipped"),
        (1, 0, 0, 0, "Read 1 file"),
        (12345, 0, 0, 0, "Read 12,345 files"),
        (19, 3, 2, 4, "Read 10 files, 2 skipped, 3 could not be read, 4 unchanged"),
        (19, 1, 0, 0, "Read 18 files, 1 could not be read"),
        (5, 2, 3, 0, "Nothing read: 3 skipped, 2 could not be read"),
        (340, 0, 0, 340, "Nothing new in 340 files"),
        (341, 0, 0, 340, "Read 1 file, 340 unchanged"),
    ],
)
def test_each_file_is_counted_as_what_became_of_it(
    english: None, files_done: int, failed: int, skipped: int, unchanged: int, told: str
) -> None:
    job = JobRecord(
        JobId(1), "default", "add", ("/a",), "done",
        files_done=files_done, failed=failed, skipped=skipped, unchanged=unchanged,
    )  # fmt: skip
    assert job_result(job) == told
