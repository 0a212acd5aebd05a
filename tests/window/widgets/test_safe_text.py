"""SafeText opens nothing by itself, and asks before it opens a link."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from ragdesk.window.widgets.safe_text import SafeText


@pytest.fixture
def text(qtbot: QtBot) -> SafeText:
    made = SafeText(own_schemes=("quote",))
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("name", ["file:///etc/passwd", "//host/share/x.png", "x.css", "http://h/p.png", "qrc:/a"])
def test_no_resource_is_ever_loaded(text: SafeText, name: str) -> None:
    kinds = QTextDocument.ResourceType
    image = text.document().resource(kinds.ImageResource.value, QUrl(name))
    assert isinstance(image, QImage)
    assert (image.width(), image.height()) == (1, 1)
    text.document().clear()
    for kind in (kinds.StyleSheetResource, kinds.HtmlResource):
        assert bytes(text.loadResource(kind.value, QUrl(name))).strip() == b""


def test_no_page_is_ever_opened(text: SafeText) -> None:
    text.setPlainText("kept")
    text.setSource(QUrl("file:///etc/passwd"))
    assert text.toPlainText() == "kept"


def test_link_asks_first_and_shows_its_true_target(
    qtbot: QtBot, text: SafeText, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True)
    text.anchorClicked.emit(QUrl("https://true.example/<b>"))
    box = text.findChild(QMessageBox, "open_link")
    assert box is not None
    assert "https://true.example/%3Cb%3E" in box.text()
    assert opened == []
    box.buttons()[0].click()
    assert opened == ["https://true.example/%3Cb%3E"]


def test_staying_opens_nothing(text: SafeText, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    text.anchorClicked.emit(QUrl("mailto:a@b.example"))
    box = text.findChild(QMessageBox, "open_link")
    assert box is not None
    box.button(QMessageBox.StandardButton.Cancel).click()
    assert opened == []


@pytest.mark.parametrize("target", ["file:///etc/passwd", "smb://h/s", "javascript:x", "ragdesk:x", "/etc/passwd"])
def test_other_targets_are_not_even_asked_about(text: SafeText, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    text.anchorClicked.emit(QUrl(target))
    assert text.findChild(QMessageBox, "open_link") is None
    assert opened == []


def test_own_links_are_told(qtbot: QtBot, text: SafeText) -> None:
    with qtbot.waitSignal(text.link_clicked) as clicked:
        text.anchorClicked.emit(QUrl("quote:3"))
    assert clicked.args == ["quote:3"]


def test_it_is_as_high_as_its_text(text: SafeText) -> None:
    QTextCursor(text.document()).insertText("word " * 100, QTextCharFormat())
    assert text.heightForWidth(200) > text.heightForWidth(800) > 0
    assert not text.verticalScrollBar().isVisible()


def test_html_cannot_be_brought_in(text: SafeText) -> None:
    data = QMimeData()
    data.setHtml("<b>x</b>")
    assert not text.canInsertFromMimeData(data)
    text.insertFromMimeData(data)
    assert text.toPlainText() == ""
