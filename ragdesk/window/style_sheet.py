"""The style sheet as text. Widgets say what they are with the property `role`; nothing else is addressed by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Template


def style_sheet(
    colours: Mapping[str, str],
    points: Callable[[float], float],
    side: Callable[[int], int],
    picture: Callable[[str], str],
) -> str:
    """`points` gives a size of type of the drawings in points, `side` that of an icon in pixels, `picture` a file."""
    sizes = {f"pt{str(drawn).replace('.', '_')}": f"{points(drawn)}pt" for drawn in (12, 13, 14, 14.5, 16, 20)}
    sides = {f"px{drawn}": f"{side(drawn)}px" for drawn in (12, 15, 16, 20, 28, 32)}
    pictures = {name: f'url("{picture(name)}")' for name in ("tick", "up", "down")}
    return Template(_SHEET).substitute({**colours, **sizes, **sides, **pictures, **_rounds(side), **_marks(colours)})


def _rounds(side: Callable[[int], int]) -> dict[str, str]:
    """Qt draws a radius of more than half as none at all."""
    return {"half32": f"{side(32) // 2}px", "radio": f"{(side(15) + 2) // 2}px"}


def _marks(colours: Mapping[str, str]) -> dict[str, str]:
    """Of what is still to be done, and of what is off: where lines are as bright as text they cannot be its ground."""
    if colours["line"] == colours["text"]:
        track = {"track": colours["bg"], "track_edge": f"1px solid {colours['line']}"}
        return {**track, "off_ground": colours["bg"], "off_edge": colours["off"]}
    line = colours["line"]
    return {"track": line, "track_edge": "none", "off_ground": line, "off_edge": line}


_SHEET = """
* { font-size: $pt13; color: $text; outline: none; }
QMainWindow, QDialog { background: $bg; }
QToolTip { background: $card; color: $text; border: 1px solid $line2; padding: 4px; }

QFrame[role="side"] { background: $side; border: none; }
QFrame[role="middle"] { background: $bg; border: none; }
QFrame[role="well"], QScrollArea[role="well"] { background: $well; border: none; }
QFrame[role="header"] { background: transparent; border: none; border-bottom: 1px solid $line; }
QFrame[role="footer"] { background: transparent; border: none; border-top: 1px solid $line; }
QFrame[role="card"] { background: $card; border: 1px solid $line; border-radius: 8px; }
QFrame[role="composer"] { background: $card; border: 1px solid $line2; border-radius: 12px; }
QFrame[role="composer"][focused="true"] { border: 2px solid $accent; }
QFrame[role="notice"] { background: $card; border: 1px solid $line; border-left: 3px solid $warn; border-radius: 8px; }
QFrame[role="banner"] { background: $card; border: 1px solid $line; border-left: 3px solid $warn; border-radius: 8px; }
QFrame[role="banner"][kind="octagon-alert"] { border-left: 3px solid $bad; }
QFrame[role="banner"][kind="info"] { border-left: 3px solid $accent; }
QFrame[role="status"] { background: $side; border: none; border-top: 1px solid $line; }
QFrame[role="rail"] { background: $side; border: none; border-right: 1px solid $line; }
QFrame[role="drawer"] { background: $side; border: none; }
QFrame[role="drawer"][edge="left"] { border-right: 1px solid $line2; }
QFrame[role="drawer"][edge="right"] { border-left: 1px solid $line2; }
QFrame[role="palette"] { background: $card; border: 1px solid $line2; border-radius: 12px; }
QFrame[role="drop"] { background: transparent; border: 1px dashed $line2; border-radius: 8px; }
QFrame[role="drop"][dropping="true"] { border: 2px dashed $accent; background: $sel; }
QFrame[role="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }

QLabel { background: transparent; border: none; }
QLabel[role="dim"] { color: $dim; }
QLabel[role="small"] { color: $dim; font-size: $pt12; }
QLabel[role="header"] { border: none; font-weight: 600; }
QLabel[role="section"] { color: $dim; font-size: $pt12; }
QLabel[role="question"] { font-size: $pt16; font-weight: 600; }
QLabel[role="title"] { font-size: $pt20; font-weight: 600; }
QLabel[role="note"] {
    color: $text; font-size: $pt12; padding: 8px 16px; border-bottom: 1px solid $line; border-left: 3px solid $warn;
}
QLabel[role="warn"] { color: $warn; }
QLabel[role="bad"] { color: $bad; }
QLabel[role="ok"] { color: $ok; }

QPushButton, QToolButton { background: $card; border: 1px solid $line2; border-radius: 8px; padding: 6px 12px; }
QPushButton:hover, QToolButton:hover { background: $sel; }
QPushButton:disabled, QToolButton:disabled { color: $off; border-color: $off_edge; }
QPushButton[role="primary"] { background: $accent; color: $on; border: 1px solid $accent; font-weight: 600; }
QPushButton[role="danger"] { color: $bad; border-color: $bad; }
QPushButton[role]:disabled, QToolButton[role]:disabled { color: $off; border-color: $off_edge; }
QPushButton[role="primary"]:disabled { background: $off_ground; }
QPushButton[role="pill"], QToolButton[role="pill"] {
    border: 1px solid $line; border-radius: 14px; padding: 4px 10px; font-size: $pt12;
}
QPushButton[role="row"] { text-align: left; border: 1px solid $line; padding: 10px 14px; }
QPushButton[role="link"] { background: transparent; border: none; color: $accent; padding: 2px 4px; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="status"] {
    background: transparent; border: none; border-radius: 4px; padding: 2px 8px; color: $dim; font-size: $pt12;
}
QPushButton[role="status"][strong="true"] { color: $text; font-weight: 600; }
QPushButton[role="status"]:hover { background: $sel; color: $text; }
QToolButton[role="icon"] {
    background: transparent; border: none; border-radius: 6px; padding: 0; qproperty-iconSize: $px16 $px16;
    min-width: $px28; max-width: $px28; min-height: $px28; max-height: $px28;
}
QToolButton[role="icon"]:hover, QToolButton[role="icon"]:checked { background: $sel; }
QToolButton[role="quiet"] { background: transparent; border: none; border-radius: 6px; padding: 5px 6px; color: $dim; }
QToolButton[role="quiet"]:hover, QToolButton[role="quiet"]:checked { background: $sel; color: $text; }
QToolButton[role="send"] {
    background: $accent; border: none; border-radius: $half32; padding: 0; qproperty-iconSize: $px16 $px16;
    min-width: $px32; max-width: $px32; min-height: $px32; max-height: $px32;
}
QToolButton[role="send"]:disabled { background: $off_ground; border: 1px solid $off_edge; }
QToolButton[role="library"] {
    background: transparent; border: none; border-radius: 6px; padding: 6px 8px; font-weight: 600; text-align: left;
    qproperty-iconSize: $px16 $px16;
}
QToolButton[role="library"]:hover { background: $sel; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolButton::menu-indicator { image: none; width: 0; }
QFileDialog QToolButton { padding: 4px; }

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QKeySequenceEdit {
    background: $field; border: 1px solid $line2; border-radius: 6px; padding: 5px 8px;
    selection-background-color: $accent; selection-color: $on; placeholder-text-color: $dim;
}
QLineEdit[role="search"] { border-color: $line; }
QLineEdit[role="inline"] { background: transparent; border: 1px solid transparent; padding: 3px 2px; }
QLineEdit[role="inline"]:hover { border-color: $line2; }
QLineEdit[role="inline"]:focus { background: $field; border-color: $accent; }
QTextEdit, QPlainTextEdit, QTextBrowser {
    background: $field; border: 1px solid $line2; border-radius: 6px; padding: 4px;
    selection-background-color: $accent; selection-color: $on; placeholder-text-color: $dim;
}
QTextEdit[role="bare"], QPlainTextEdit[role="bare"], QTextBrowser[role="bare"] {
    background: transparent; border: none; padding: 0;
}
QPlainTextEdit[role="paper"] {
    background: $card; border: none; border-radius: 0; padding: 0; font-size: $pt14;
}
QComboBox::drop-down { border: none; width: $px20; }
QComboBox::down-arrow { image: $down; width: $px12; height: $px12; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {
    background: transparent; border: none; border-radius: 3px; width: $px20;
}
QSpinBox::up-button:hover, QSpinBox::down-button:hover,
QDoubleSpinBox::up-button:hover, QDoubleSpinBox::down-button:hover { background: $sel; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: $up; width: $px12; height: $px12; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: $down; width: $px12; height: $px12; }
QComboBox QAbstractItemView {
    background: $card; border: 1px solid $line2; selection-background-color: $sel; selection-color: $text;
}

QAbstractItemView {
    background: $card; border: 1px solid $line; selection-background-color: $sel; selection-color: $text;
}
QListView[role="bare"], QTreeView[role="bare"], QTableView[role="bare"] { background: transparent; border: none; }
QListView[role="ticks"]::item { padding: 5px 6px; }
QListView[role="nav"] { background: transparent; border: none; }
QListView[role="nav"]::item { padding: 6px 8px; border-radius: 6px; }
QListView[role="nav"]::item:hover, QListView[role="nav"]::item:selected { background: $sel; color: $text; }
QTableView[role="list"] { background: transparent; border: none; selection-background-color: transparent; }
QHeaderView::section {
    background: $side; color: $dim; border: none; border-bottom: 1px solid $line; padding: 4px 8px; font-size: $pt12;
}
QHeaderView { background: $side; border: none; }
QTableView::item { padding: 4px 8px; }
QTabWidget::pane { border: none; }
QTabBar::tab {
    background: transparent; color: $dim; padding: 6px 12px; border: none; border-bottom: 2px solid transparent;
}
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }

QMenu { background: $card; border: 1px solid $line2; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $sel; color: $text; }
QMenu::item:disabled { color: $off; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenuBar { background: $side; }
QMenuBar::item { padding: 4px 8px; background: transparent; }
QMenuBar::item:selected { background: $sel; }

QProgressBar {
    background: $track; border: $track_edge; border-radius: 2px; max-height: 4px; min-height: 4px; text-align: center;
    color: transparent;
}
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[role="page"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line2; border-radius: 4px; min-height: 28px; min-width: 28px; margin: 1px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QCheckBox, QRadioButton { background: transparent; spacing: 8px; }
QCheckBox::indicator, QAbstractItemView::indicator {
    width: $px15; height: $px15; border: 1px solid $line2; border-radius: 4px; background: $field;
}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {
    background: $accent; border-color: $accent; image: $tick;
}
QRadioButton::indicator {
    width: $px15; height: $px15; border: 1px solid $line2; border-radius: $radio; background: $field;
}
QRadioButton::indicator:checked {
    border-color: $accent; background: qradialgradient(
        cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5, stop: 0.38 $on, stop: 0.48 $accent
    );
}
QCheckBox:disabled, QRadioButton:disabled, QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {
    color: $off; border-color: $off_edge;
}
QCheckBox::indicator:disabled, QAbstractItemView::indicator:disabled, QRadioButton::indicator:disabled {
    border-color: $off_edge;
}
QCheckBox::indicator:checked:disabled { background: $off; border-color: $off; }
QSlider::groove:horizontal { height: 4px; background: $line; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: $accent; }
"""
