"""Short version of `control_tokens`: no text of a document, a question or a conversation steers the model."""

from __future__ import annotations

import pytest

from ragdesk.engine.model_files.bundled import bundled_chat_model
from tests.safety.control_tokens import FAMILIES, POSITIONS, Family, of_family, of_model


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_no_special_token_of_a_common_template_comes_out_of_a_text(family: Family) -> None:
    assert of_family(family) == (len(family.special) * len(POSITIONS), [])


@pytest.mark.model
def test_no_special_token_of_the_bundled_model_comes_out_of_a_text() -> None:
    cases, found = of_model(bundled_chat_model())
    assert cases > 50
    assert not found
