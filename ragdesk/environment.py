"""Environment variables: out with those that make libraries call home, go through a proxy or load other code.

Standard library only: faces use it when they start the engine, the engine when it starts children. LD_PRELOAD and its
kin act before the first line of any program, so nothing here can undo them for the process itself.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping, MutableMapping

REMOVED_PREFIXES = (
    # tracing, reporting, hubs
    "LANGCHAIN_", "LANGSMITH_", "LANGGRAPH_", "OTEL_", "CHROMA_", "HF_", "HUGGINGFACE_", "TRANSFORMERS_", "POSTHOG_",
    # our interpreter's and our libraries' own switches, some of which name code to be loaded
    "PYTHON", "LLAMA_", "GGML_", "OPENVINO_", "OPENSSL_", "SENTENCE_TRANSFORMERS_", "TORCH_", "PYDANTIC_", "GRPC_",
)  # fmt: skip
REMOVED = frozenset({
    "HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "ALL_PROXY", "NO_PROXY",
    # Chroma's settings are also read from variables of their own, unprefixed names.
    "IS_PERSISTENT", "PERSIST_DIRECTORY", "ALLOW_RESET", "MIGRATIONS", "TENANT_ID", "TOPIC_NAMESPACE",
    # Python writes the keys of TLS connections to the file that this names.
    "SSLKEYLOGFILE",
})  # fmt: skip
"""In capitals: names are compared without regard to case, as `http_proxy` counts too."""

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

_KEPT_PREFIXES = ("LC_", "XDG_", "RAGDESK_")
_KEPT = frozenset({
    "PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP",
    # Windows finds neither itself nor its user without these.
    "USERPROFILE", "USERNAME", "HOMEDRIVE", "HOMEPATH", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "SYSTEMROOT",
    "SYSTEMDRIVE", "WINDIR", "COMSPEC", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE",
    # where the interpreter itself may need them to find its own library
    "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH",
    # how much of the computer may be used
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES",
})  # fmt: skip


def scrub_environment(environment: MutableMapping[str, str] = os.environ) -> None:
    """Drop what makes our libraries trace, report or go through a proxy; switch their offline modes on.

    For a process that already runs, before its heavy imports. A process that is started gets `child_environment`.
    """
    for name in list(environment):
        if _is_removed(name):
            del environment[name]
    environment.update(SET)


def child_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What a process of ours is started with: what a program needs to run at all, and the libraries' offline modes."""
    kept = {name: value for name, value in environment.items() if name.upper() in _KEPT or _has_kept_prefix(name)}
    return kept | SET


def forbid_ipv6_probe() -> None:
    """WORKAROUND: urllib3, which langchain-core imports, opens an IPv6 socket at import to see whether it can.

    https://github.com/urllib3/urllib3/blob/main/src/urllib3/util/connection.py
    """
    socket.has_ipv6 = False


def _is_removed(name: str) -> bool:
    capitals = name.upper()
    return capitals in REMOVED or capitals.startswith(REMOVED_PREFIXES)


def _has_kept_prefix(name: str) -> bool:
    return name.upper().startswith(_KEPT_PREFIXES)
