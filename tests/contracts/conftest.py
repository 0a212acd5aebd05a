"""Engines of these tests share their readers, which spares starting hundreds of processes."""

from __future__ import annotations

from tests.shared_readers import readers_of_the_module as readers_of_the_module
from tests.shared_readers import workers_of_the_module as workers_of_the_module
