"""The one door to OpenVINO and NNCF: imported here, and kept from calling home."""

from __future__ import annotations

import sys
from typing import Any


def import_openvino() -> Any:
    """Raises ImportError where it is not installed."""
    _block_telemetry()
    import openvino

    return openvino


def import_nncf() -> Any:
    """Raises ImportError where it is not installed. Brings torch, so only for the process that converts."""
    _block_telemetry()
    import nncf

    return nncf


def _block_telemetry() -> None:
    # WORKAROUND: both libraries report their use over the network when they are imported; without this package they
    # skip it. https://github.com/openvinotoolkit/telemetry
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
