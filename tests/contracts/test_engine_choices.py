"""What every EngineApi does about choices, lists page by page, exclusion, previews and places on pages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.engine_records import JobRecord
from ragdesk.protocol.errors import BadRequest, NoSuchDocument
from ragdesk.protocol.events import SettingsChanged
from ragdesk.protocol.records import DocumentRecord
from ragdesk.settings_file import stored
from tests.contracts.engine_api import WAYS, engine_met
from tests.long_pdf import long_pdf
from tests.server.serving import until


@pytest.fixture(params=WAYS)
def engine(request: pytest.FixtureRequest, data_dir: Path) -> Iterator[EngineApi]:
    with engine_met(request.param, data_dir) as met:
        yield met


@pytest.fixture
def filled(engine: EngineApi, folder: Path) -> EngineApi:
    for name in ("bees", "harbour", "mill"):
        (folder / f"{name}.txt").write_text(f"The {name} of Almar stands beside the river.", "utf-8")
    list(engine.add([folder]))
    return engine


def done(engine: EngineApi, job: JobRecord) -> None:
    until(lambda: next(one for one in engine.jobs() if one.id == job.id).state == "done", 30)


def named(engine: EngineApi, name: str) -> DocumentRecord:
    return next(one for one in engine.list_documents() if Path(one.document).name == name)


def test_settings_are_chosen_and_taken_back(engine: EngineApi, data_dir: Path) -> None:
    before = {one.name: one for one in engine.list_settings()}
    chosen = engine.set_setting("temperature", "0.5")

    assert (before["temperature"].value, chosen.value, chosen.default) == ("0", "0.5", "0")
    assert stored(data_dir) == {"temperature": 0.5}
    assert engine.set_setting("temperature", None).value == "0"
    assert engine.set_setting("theme", "dark").value == "dark"
    assert engine.set_setting("theme", "").value == "system"
    assert stored(data_dir) == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [("colour", "red"), ("temperature", "9"), ("theme", "pink"), ("chat_model", "/nowhere/model.gguf")],
)
def test_a_wrong_choice_is_refused_and_changes_nothing(
    engine: EngineApi, data_dir: Path, name: str, value: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        engine.set_setting(name, value)
    assert refused.value.hint
    assert stored(data_dir) == {}


def test_a_file_that_is_no_chat_model_is_refused_with_the_reason(engine: EngineApi, folder: Path) -> None:
    (folder / "novel.gguf").write_text("Call me Ishmael.")
    with pytest.raises(BadRequest, match=r"novel\.gguf"):
        engine.set_setting("chat_model", str(folder / "novel.gguf"))


def test_a_choice_is_told_to_everybody(engine: EngineApi) -> None:
    heard = threading.Event()

    def listen() -> None:
        with closing(engine.events()) as events:  # type: ignore[type-var]
            for event in events:
                if isinstance(event, SettingsChanged):
                    heard.set()
                    return

    listener = threading.Thread(target=listen)
    listener.start()
    until(lambda: bool(engine.set_setting("results", "12")) and heard.wait(0.2), 20)
    listener.join(10)
    assert {one.name: one.value for one in engine.list_settings()}["results"] == "12"


def test_listed_documents_tell_of_their_sections_and_files(filled: EngineApi) -> None:
    found = filled.list_documents()
    assert [one.sections for one in found] == [1, 1, 1]
    assert all(one.modified_at and one.modified_at.endswith("+00:00") for one in found)


def test_an_excluded_document_is_listed_and_not_found_until_it_is_included(filled: EngineApi, folder: Path) -> None:
    (excluded,) = filled.exclude(["bees"])
    assert (excluded.status, excluded.reason, excluded.reason_code) == ("skipped", "Excluded by you.", "excluded")
    assert "bees" not in "".join(one.text for one in filled.search("bees of Almar").passages)
    done(filled, filled.include([str(folder / "bees.txt")]))
    back = named(filled, "bees.txt")
    assert (back.status, back.reason, back.reason_code) == ("ready", None, None)
    assert "bees" in filled.search("bees of Almar").passages[0].text


def test_a_removed_document_is_included_again_and_what_is_in_no_source_is_refused(
    filled: EngineApi, folder: Path
) -> None:
    filled.remove([str(folder / "mill.txt")])
    done(filled, filled.include([str(folder / "mill.txt")]))
    assert named(filled, "mill.txt").status == "ready"
    with pytest.raises(BadRequest, match="in no folder") as refused:
        filled.include([str(folder.parent / "letter.txt")])
    assert "ragdesk add" in refused.value.hint
    with pytest.raises(NoSuchDocument):
        filled.include(["letter"])
    with pytest.raises(BadRequest):
        filled.include([])


def test_adding_is_previewed_and_leaves_out_what_is_wanted(filled: EngineApi, folder: Path) -> None:
    (folder / "drafts").mkdir()
    for name in ("drafts/one.txt", "new.md", "photo.jpg", ".hidden"):
        (folder / name).write_text("Words.")
    seen = filled.preview_add([folder], ["drafts/"])
    assert {one.type: one.files for one in seen.types} == {"text": 3, "markdown": 1}
    assert [(one.type, one.files) for one in seen.left_out] == [(".jpg", 1)]
    assert (seen.files, seen.unchanged, seen.ignored, seen.is_complete) == (4, 3, 2, True)
    assert 0 < seen.seconds < 60
    done(filled, filled.start_add([folder], ["drafts/"]))
    assert "one.txt" not in {Path(one.document).name for one in filled.list_documents()}
    assert filled.list_sources()[0].ignore == ("drafts/",)
    with pytest.raises(BadRequest):
        filled.preview_add([folder / "nothing"])
    with pytest.raises(BadRequest):
        filled.start_add([folder], ["*" * 20])


def test_words_of_a_pdf_are_located_on_its_pages(engine: EngineApi, folder: Path) -> None:
    (folder / "journal.pdf").write_bytes(long_pdf(3))
    (folder / "note.txt").write_text("A note.", "utf-8")
    list(engine.add([folder]))
    shown = engine.show("journal.pdf")
    assert [(one.page, one.how) for one in shown.coverage] == [(1, "text"), (2, "text"), (3, "text")]
    section = next(one for one in shown.sections if one.place.page == 2)
    (marked,) = engine.locate("journal.pdf", section.place.start, section.place.start + 10)
    assert marked.page == 2
    assert all(0 <= b.left < b.right <= 1 and 0 <= b.top < b.bottom <= 1 for b in marked.boxes)
    assert engine.locate("note.txt", 0, 4) == []
    for start, end in ((-1, 4), (4, 4), (5, 2), (0, 10_000_000)):
        with pytest.raises(BadRequest):
            engine.locate("journal.pdf", start, end)


@pytest.mark.model
def test_chat_models_are_listed_the_bundled_one_first(engine: EngineApi, data_dir: Path) -> None:
    (data_dir / "models").mkdir()
    (data_dir / "models" / "broken.gguf").write_text("not a model")
    bundled, broken = engine.list_chat_models()
    assert (bundled.path, bundled.is_chosen, bundled.fits, bundled.note) == (None, True, True, "")
    assert bundled.size_bytes > 50_000_000
    assert (broken.name, broken.fits, broken.is_chosen) == ("broken.gguf", False, False)
    assert broken.note
