from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Literal

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ragdesk.paths import PACKAGE, asset
from ragdesk.window.language import Language
from ragdesk.window.main_window import MainWindow
from ragdesk.window.words import counted

WINDOW = PACKAGE / "window"
ENGLISH_WORDS = re.compile(r"\b(the|this|that|was|were|could|cannot|with|file|files|folder|again|and|of|are)\b", re.I)


def _translate_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translate_script", PACKAGE.parent / "packaging" / "translate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclass looks itself up there
    spec.loader.exec_module(module)
    return module


SCRIPT = _translate_script()
SPANISH = SCRIPT.read(asset("translations", "ragdesk_es.ts"))
ENGLISH = SCRIPT.read(asset("translations", "ragdesk_en.ts"))
HAS_TOOLS = bool(shutil.which("pyside6-lupdate", path=str(Path(sys.executable).parent)))


@pytest.fixture
def language(qapp: object) -> Iterator[Language]:
    before = QLocale()
    made = Language()
    yield made
    made.choose("en")
    QLocale.setDefault(before)
    for translator in made._translators:
        translator.deleteLater()


def test_every_text_of_the_window_is_translated_and_there_are_no_others() -> None:
    texts = {*_texts(), *((context, text) for context, all_ in SCRIPT.OF_QT.items() for text in all_)}
    assert len(texts) > 500
    known = {(message.context, message.source) for message in SPANISH}
    assert {"run packaging/translate.py": sorted(texts - known)} == {"run packaging/translate.py": []}
    assert {"no longer said": sorted(known - texts)} == {"no longer said": []}
    assert [message for message in (*SPANISH, *ENGLISH) if not message.is_finished] == []


def test_english_has_all_plurals() -> None:
    plurals = {message.key for message in SPANISH if message.is_plural}
    assert {message.key for message in ENGLISH} == plurals
    for message in ENGLISH:
        one, more = message.translations
        assert "(s)" not in one + more
        assert one != more or "(s)" not in message.source


def test_places_of_values_and_signs_at_the_end_are_kept() -> None:
    for message in (*SPANISH, *ENGLISH):
        is_spanish = message in SPANISH
        for count, form in enumerate(message.translations, 1):
            where = f"{message.context}: {message.source!r} -> {form!r}"
            may_lack = Counter(["%n"]) if message.is_plural and count == 1 else Counter()  # “this document” for one
            assert _places(form) in (_places(message.source), _places(message.source) - may_lack), where
            assert form.count("&") == message.source.count("&"), where
            assert [form.endswith(sign) for sign in "….:"] == [message.source.endswith(sign) for sign in "….:"], where
            assert form.count("«" if is_spanish else "“") == message.source.count("“"), where
            assert not (is_spanish and "“" in form), where
            assert form == form.strip(), where


def test_nothing_is_left_in_english() -> None:
    for message in SPANISH:
        for form in message.translations:
            assert not ENGLISH_WORDS.findall(form), form
            assert "Enter" not in form.split()
            assert "Shift" not in form


@pytest.mark.parametrize("code", ["en", "es"])
def test_what_is_loaded_is_what_was_translated(code: str) -> None:
    translator = QTranslator()
    assert translator.load(str(asset("translations", f"ragdesk_{code}.qm")))
    for message in SPANISH if code == "es" else ENGLISH:
        counts = (1, 2) if message.is_plural else (-1,)
        for n, form in zip(counts, message.translations, strict=True):
            assert translator.translate(message.context, message.source, message.comment, n) == form


@pytest.mark.skipif(not HAS_TOOLS, reason="Qt's lupdate and lrelease are not installed")
def test_the_files_are_what_qts_tools_make_of_the_source(tmp_path: Path) -> None:
    texts = SCRIPT.texts_of_window()
    for code, known in (("es", SPANISH), ("en", ENGLISH)):
        there = asset("translations", f"ragdesk_{code}.ts")
        SCRIPT.write(SCRIPT.merged(texts, known, code), tmp_path / there.name, code)
        assert (tmp_path / there.name).read_bytes() == there.read_bytes()
        SCRIPT.compile_ts(there, tmp_path / f"{code}.qm")
        assert (tmp_path / f"{code}.qm").read_bytes() == there.with_suffix(".qm").read_bytes()


@pytest.mark.parametrize(("code", "names"), [("en", ["ragdesk_en"]), ("es", ["qtbase_es", "ragdesk_es"])])
def test_a_language_is_its_own_file_and_qts(code: Literal["en", "es"], names: list[str], language: Language) -> None:
    language.choose(code)
    loaded = [Path(one.filePath()).stem for one in language.findChildren(QTranslator)]
    assert loaded[-len(names) :] == names


def test_plurals_read_well_in_both_languages(language: Language) -> None:
    language.choose("en")
    assert [counted(n, "%n file(s)") for n in (0, 1, 12345)] == ["0 files", "1 file", "12,345 files"]
    language.choose("es")
    assert [counted(n, "%n file(s)") for n in (0, 1, 12345)] == ["0 archivos", "1 archivo", "12.345 archivos"]
    assert counted(1, "%n section(s)") == "1 sección"


def test_the_open_window_changes_to_spanish_and_back(window: MainWindow, language: Language, qtbot: QtBot) -> None:
    english = {message.source for message in SPANISH if message.source not in message.translations}
    spanish = {form for message in SPANISH for form in message.translations} - {message.source for message in SPANISH}
    language.choose("es")
    qtbot.waitUntil(lambda: len(spanish & set(_shown(window))) > 50)
    assert sorted(english & set(_shown(window))) == []
    language.choose("en")
    qtbot.waitUntil(lambda: len(english & set(_shown(window))) > 50)
    assert sorted(spanish & set(_shown(window))) == []


def test_keys_are_named_as_on_a_keyboard(language: Language) -> None:
    keys = QKeySequence("Ctrl+Shift+Del")
    if sys.platform != "darwin":  # there they are signs
        language.choose("es")
        assert keys.toString(QKeySequence.SequenceFormat.NativeText) == "Ctrl+Mayús+Supr"
    assert QKeySequence(keys.toString(QKeySequence.SequenceFormat.NativeText)).toString() == "Ctrl+Shift+Del"


def test_only_plain_texts_are_marked_for_translation() -> None:
    """lupdate sees no other: a value belongs into the text with %1, by `fill`."""
    contexts = {message.context for message in SPANISH}
    for path, _, call, name in _calls():
        where = f"{path.name}:{call.lineno}"
        texts = call.args[:1] if name == "tr" else call.args[:2]
        if name == "translate" and len(call.args) == 4 and isinstance(texts[1], ast.Constant):
            # lupdate passes over calls with another comment, and over counts like one.files.
            assert isinstance(call.args[2], ast.Constant), where
            assert isinstance(call.args[2].value, str), where
            assert isinstance(call.args[3], ast.Name), where
        assert isinstance(texts[0], ast.Constant), where
        if isinstance(texts[-1], ast.Constant):
            continue
        # Texts from a table are marked where they stand in it.
        assert name == "translate", where
        assert isinstance(texts[-1], ast.Name | ast.Attribute | ast.Subscript), where
        assert texts[0].value in contexts, where


def _shown(window: QWidget) -> Iterator[str]:
    for widget in window.findChildren(QWidget):
        for name in ("text", "placeholderText", "toolTip", "accessibleName"):
            words = getattr(widget, name, None)
            if callable(words) and (name != "text" or not isinstance(widget, QLineEdit)):
                yield str(words())
    for action in window.findChildren(QAction):
        yield action.text()


def _places(text: str) -> Counter[str]:
    return Counter(re.findall(r"%\d|%n|%", text.replace("%Ln", "%n")))


def _texts() -> Iterator[tuple[str, str]]:
    """Context and text."""
    for _, owner, call, name in _calls():
        texts = [argument.value for argument in call.args[:2] if isinstance(argument, ast.Constant)]
        if name == "tr":
            yield owner, str(texts[0])
        elif len(texts) > 1:
            yield str(texts[0]), str(texts[1])


@lru_cache
def _calls() -> list[tuple[Path, str, ast.Call, str]]:
    return [
        (path, *found)
        for path in sorted(WINDOW.rglob("*.py"))
        for found in _calls_in(ast.parse(path.read_text("utf-8")))
    ]


def _calls_in(node: ast.AST, owner: str = "") -> Iterator[tuple[str, ast.Call, str]]:
    """Calls of tr, translate and the mark, with the class that they stand in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            name = _called(child.func)
            if name in ("tr", "translate", "QT_TRANSLATE_NOOP") and child.args:
                yield owner, child, name
        yield from _calls_in(child, child.name if isinstance(child, ast.ClassDef) else owner)


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    if isinstance(function, ast.Attribute) and (
        function.attr == "tr" or ast.unparse(function.value) == "QCoreApplication"
    ):
        return function.attr
    return ""  # painters and texts have a `translate`, too


def test_the_file_dialog_of_qt_speaks_spanish_too(language: Language) -> None:
    language.choose("es")
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    shown = {label.text() for label in dialog.findChildren(QLabel)}
    dialog.deleteLater()
    assert {"&Buscar en:", "&Tipo de archivos:"} <= shown
