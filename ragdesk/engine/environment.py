"""Cleans the process's environment before any heavy library is imported, so that none of them calls home."""

from __future__ import annotations

import os
import socket
from collections.abc import MutableMapping

REMOVED_PREFIXES = ("LANGCHAIN_", "LANGSMITH_", "OTEL_", "CHROMA_")
REMOVED = (
    "HF_ENDPOINT", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy",
)  # fmt: skip
SET = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_XET": "1",
    "DO_NOT_TRACK": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "TOKENIZERS_PARALLELISM": "false",
}


def scrub_environment(environment: MutableMapping[str, str] = os.environ) -> None:
    """Drop what makes our libraries trace, report or go through a proxy; switch their offline modes on."""
    for name in list(environment):
        if name.startswith(REMOVED_PREFIXES) or name in REMOVED:
            del environment[name]
    environment.update(SET)


def forbid_ipv6_probe() -> None:
    """WORKAROUND: urllib3, which langchain-core imports, opens an IPv6 socket at import to see whether it can.

    https://github.com/urllib3/urllib3/blob/main/src/urllib3/util/connection.py
    """
    socket.has_ipv6 = False
