from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ragdesk.engine.index.embedders.model_folder import ModelFolder, PlainModel, read_model_folder
from ragdesk.engine.model_files.bundled import bundled_embedder
from ragdesk.engine.model_files.checksums import KnownSums
from ragdesk.protocol.errors import ModelError, ModelMissing


def read(folder: Path) -> ModelFolder:
    return read_model_folder(folder, KnownSums(folder.parent))


def edit(file: Path, **changes: object) -> None:
    content = json.loads(file.read_text()) if file.exists() else {}
    file.write_text(json.dumps(content | changes))


def test_the_bundled_model_is_known_as_plain_and_english(tmp_path: Path) -> None:
    folder = read_model_folder(bundled_embedder(tmp_path), KnownSums(tmp_path))

    assert folder.name.startswith("minilm-53aa51172d14-")
    assert folder.languages == frozenset({"en"})
    assert folder.plain == PlainModel(dimensions=384, max_tokens=256, pad_token=0)


def test_another_model_has_another_name_and_unknown_languages(model_folder: Path) -> None:
    folder = read(model_folder)

    assert folder.name.startswith("bert-")
    assert folder.languages is None


def test_renaming_the_folder_changes_nothing_but_settings_do(model_folder: Path) -> None:
    before = read(model_folder).name
    renamed = model_folder.rename(model_folder.with_name("renamed"))
    assert read(renamed).name == before

    edit(renamed / "sentence_bert_config.json", max_seq_length=128)
    assert read(renamed).name != before


def test_prompts_are_read(model_folder: Path) -> None:
    prompts = {"query": "query: ", "passage": "passage: "}
    edit(model_folder / "config_sentence_transformers.json", prompts=prompts)

    assert (read(model_folder).question_prompt, read(model_folder).document_prompt) == ("query: ", "passage: ")


@pytest.mark.parametrize("name", ["modeling_own.py", "pytorch_model.bin", "weights.pt", "1_Pooling/state.pkl"])
def test_files_that_could_run_code_are_refused(model_folder: Path, name: str) -> None:
    (model_folder / name).write_bytes(b"anything")

    with pytest.raises(ModelError, match="could run code") as caught:
        read(model_folder)
    assert caught.value.hint


@pytest.mark.parametrize(
    "module",
    [{"type": "custom.Pooling", "path": ""}, {"type": "sentence_transformers.models.Pooling", "path": "../out"}],
)
def test_foreign_modules_are_refused(model_folder: Path, module: dict[str, str]) -> None:
    (model_folder / "modules.json").write_text(json.dumps([module]))

    with pytest.raises(ModelError, match="cannot be used"):
        read(model_folder)


def test_code_named_in_the_configuration_is_refused(model_folder: Path) -> None:
    edit(model_folder / "config.json", auto_map={"AutoModel": "somebody/model--modeling.Own"})

    with pytest.raises(ModelError, match="code of its own"):
        read(model_folder)


@pytest.mark.parametrize("spoiled", ["modules.json", "1_Pooling/config.json", "config.json"])
def test_damaged_settings_are_said_to_be_damaged(model_folder: Path, spoiled: str) -> None:
    (model_folder / spoiled).write_text("{ not json")

    with pytest.raises(ModelError, match="damaged"):
        read(model_folder)


def test_a_folder_without_weights_or_not_there_at_all_is_refused(model_folder: Path) -> None:
    (model_folder / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="no weights"):
        read(model_folder)

    shutil.rmtree(model_folder)
    with pytest.raises(ModelMissing):
        read(model_folder)


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("1_Pooling/config.json", {"pooling_mode_mean_tokens": False, "pooling_mode_cls_token": True}),
        ("1_Pooling/config.json", {"pooling_mode_max_tokens": True}),
        ("1_Pooling/config.json", {"pooling_mode": "cls"}),
        ("sentence_bert_config.json", {"do_lower_case": True}),
        ("sentence_bert_config.json", {"max_seq_length": None}),
    ],
)
def test_models_that_are_not_plain_are_left_to_the_reference_route(
    model_folder: Path, file: str, changes: dict[str, object]
) -> None:
    edit(model_folder / file, **changes)

    assert read(model_folder).plain is None
