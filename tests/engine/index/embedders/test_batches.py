from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.index.embedders.batches import WIDTH_STEP, plan_batches

LENGTHS = st.lists(st.integers(min_value=0, max_value=600), max_size=80)
BUDGETS = st.integers(min_value=1, max_value=4096)


@given(LENGTHS, BUDGETS)
def test_every_text_is_in_exactly_one_batch_that_is_wide_enough(lengths: list[int], budget: int) -> None:
    batches = list(plan_batches(lengths, budget))

    assert sorted(row for batch in batches for row in batch.rows) == list(range(len(lengths)))
    assert all(lengths[row] <= batch.width for batch in batches for row in batch.rows)


@given(LENGTHS, BUDGETS)
def test_batches_keep_to_the_budget_and_to_few_shapes(lengths: list[int], budget: int) -> None:
    for batch in plan_batches(lengths, budget):
        count = len(batch.rows)
        assert count == 1 or count * batch.width <= budget
        assert count & (count - 1) == 0
        assert batch.width % WIDTH_STEP == 0
