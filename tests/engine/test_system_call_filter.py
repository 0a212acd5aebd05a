"""Filters of system calls begin alike, and none is put in force on a processor whose numbers nobody wrote down."""

from __future__ import annotations

import errno

import pytest

from ragdesk.engine.system_call_filter import IF_EQUAL, fail_with, head


def test_another_processor_is_told() -> None:
    with pytest.raises(OSError, match="riscv64") as caught:
        head("riscv64", fail_with(errno.EPERM))
    assert caught.value.errno == errno.ENOSYS


def test_a_program_that_speaks_another_numbering_meets_the_refusal() -> None:
    refusal = fail_with(errno.EACCES)
    for machine, column in (("x86_64", 0), ("aarch64", 1), ("arm64", 1)):
        found, program = head(machine, refusal)
        assert found == column
        code, if_true, if_false, _ = program[1]
        assert (code, if_true, if_false, program[2]) == (IF_EQUAL, 1, 0, refusal)
