"""The theme in force: the user's choice, or the system's; who paints by hand hears of a change when it is in force."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from ragdesk.window.theme import THEMES, ThemeName
from ragdesk.window.theming import Appearance, Theming
from ragdesk.window.widgets.icon_button import SIDE, IconButton
from tests.window.signals import heard


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_a_chosen_theme_is_that_of_the_whole_application(qapp: QApplication, theming: Theming, name: ThemeName) -> None:
    theming.choose(Appearance(name))
    assert theming.theme.name == name
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(THEMES[name].bg)
    assert THEMES[name].accent in qapp.styleSheet()


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_how_far_a_job_is_stands_out_from_the_rest_of_its_bar(
    theming: Theming, name: ThemeName, show: Callable[[QWidget], QWidget]
) -> None:
    theming.choose(Appearance(name))
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setRange(0, 10)
    bar.setValue(5)
    bar.resize(200, bar.minimumSizeHint().height())
    show(bar)
    picture = bar.grab().toImage()
    done, rest = (picture.pixelColor(x, picture.height() // 2) for x in (50, 150))
    assert (_brightness(done) + 0.05) / (_brightness(rest) + 0.05) >= 3 or (
        (_brightness(rest) + 0.05) / (_brightness(done) + 0.05) >= 3
    )


def _brightness(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_change_is_told_once_it_is_in_force_and_only_then(qapp: QApplication, theming: Theming) -> None:
    told: list[str] = []
    theming.changed.connect(lambda: told.append(qapp.palette().color(QPalette.ColorRole.Window).name()))
    theming.choose(Appearance("light", 100, "yes"))
    theming.choose(Appearance("dark", 100, "yes"))
    theming.refresh()
    assert told == [THEMES["dark"].bg]


def test_text_grows_with_the_users_percentage_and_the_systems_font(theming: Theming) -> None:
    before = theming.theme.points(14.5)
    theming.choose(Appearance("light", 150, "yes"))
    assert theming.theme.points(14.5) == pytest.approx(before * 1.5, abs=0.02)
    assert theming.theme.text_pt == pytest.approx(QGuiApplication.font().pointSizeF() * 1.5)


def test_a_shown_widget_takes_the_new_size_at_once(theming: Theming) -> None:
    label = QLabel("Word")
    label.ensurePolished()
    before = label.sizeHint().width()
    theming.choose(Appearance("light", 200, "yes"))
    label.ensurePolished()
    assert label.sizeHint().width() > before * 1.5


def test_motion_is_the_users_choice(theming: Theming) -> None:
    changes = heard(theming.changed)
    theming.choose(Appearance("light", 100, "no"))
    assert not theming.theme.is_still
    theming.choose(Appearance("light", 100, "yes"))
    assert theming.theme.is_still
    assert len(changes) == 2


def test_by_itself_it_follows_the_system(theming: Theming) -> None:
    theming.choose(Appearance("system"))
    assert theming.theme.name in ("light", "dark", "contrast")


def test_icons_and_their_buttons_grow_with_the_text(
    theming: Theming, show: Callable[[IconButton], IconButton], qtbot: QtBot
) -> None:
    button = show(IconButton(theming, "search"))
    side, icon = button.width(), button.iconSize().width()
    theming.choose(Appearance("light", 200, "yes"))
    qtbot.waitUntil(lambda: button.width() >= 1.8 * side)
    assert button.iconSize().width() >= 1.8 * icon
    theming.choose(Appearance("light", 80, "yes"))
    qtbot.waitUntil(lambda: button.width() == SIDE)
