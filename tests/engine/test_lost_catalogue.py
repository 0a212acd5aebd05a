"""A catalogue that was there and is not any more: the user is told, and what is advised works."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragdesk.protocol.errors import CatalogueDamaged
from tests.conftest import OpenEngine


@pytest.mark.parametrize("loss", ["missing", "empty"])
def test_a_lost_catalogue_is_an_alarm_and_never_a_new_library(
    data_dir: Path, open_engine: OpenEngine, loss: str
) -> None:
    open_engine().close()
    catalogue = data_dir / "catalogue.db"
    for file in catalogue.parent.glob("catalogue.db*"):
        file.unlink()
    if loss == "empty":
        catalogue.touch()

    with pytest.raises(CatalogueDamaged) as alarm:
        open_engine()

    assert "missing or empty" in alarm.value.message
    assert "Put back a copy" in alarm.value.hint
    assert not catalogue.exists() or catalogue.stat().st_size == 0

    assert f"begins with “catalogue.” out of {data_dir}" in alarm.value.hint
    for file in data_dir.glob("catalogue.*"):
        file.rename(data_dir.parent / file.name)
    assert open_engine().list_documents() == []
