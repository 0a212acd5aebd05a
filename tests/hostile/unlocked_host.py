"""As `captured_host`, with workers that are not locked down."""

from __future__ import annotations

from tests.hostile.captured_host import main_without_lockdown as main

__all__ = ["main"]
