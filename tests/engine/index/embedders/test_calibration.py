from __future__ import annotations

import numpy as np
import pytest

from ragdesk.engine.index.embedders.calibration import calibration_spans, check_sentences, check_spans
from ragdesk.engine.index.embedders.convert import order_difference


def test_calibration_has_hundreds_of_different_texts_of_both_languages() -> None:
    spans = calibration_spans()

    assert len(set(spans)) == len(spans) == 300
    assert sum("ñ" in span or "ó" in span or "í" in span for span in spans) > 100


@pytest.mark.parametrize("language", ["en", "es"])
def test_texts_that_check_took_no_part_in_the_calibration(language: str) -> None:
    calibrated = " ".join(calibration_spans())

    assert len(check_spans(language)) >= 30
    assert not any(sentence in calibrated for sentence in check_sentences(language))


def test_order_difference_counts_what_moved_into_the_nearest_ten() -> None:
    original = np.linspace(0.9, 0.5, 41, dtype=np.float32)[None, :]
    assert order_difference(original, original) == (1.0, 0.0)

    converted = original.copy()
    converted[0, 20] = 0.95

    shared, loss = order_difference(original, converted)
    assert shared == pytest.approx(0.9)
    assert loss == pytest.approx(original[0, 9] - original[0, 20])
