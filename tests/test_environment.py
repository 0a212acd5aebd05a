from __future__ import annotations

import socket

import pytest

from ragdesk.environment import SET, child_environment, forbid_ipv6_probe, scrub_environment

HARMFUL = (
    "LANGCHAIN_TRACING", "LANGSMITH_API_KEY", "OTEL_EXPORTER_OTLP_ENDPOINT", "CHROMA_SERVER_HOST", "HF_ENDPOINT",
    "HF_TOKEN", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONINSPECT", "HTTP_PROXY", "https_proxy", "ALL_PROXY",
    "no_proxy", "LLAMA_CPP_LIB_PATH", "GGML_BACKEND_PATH", "OPENSSL_CONF", "SSLKEYLOGFILE", "PERSIST_DIRECTORY",
)  # fmt: skip


@pytest.mark.parametrize("name", HARMFUL)
def test_what_calls_home_or_loads_code_goes(name: str) -> None:
    environment = {name: "planted", "PATH": "/bin"}
    scrub_environment(environment)
    assert environment == {"PATH": "/bin"} | SET
    assert child_environment({name: "planted", "PATH": "/bin"}) == environment


def test_offline_modes_cannot_be_switched_off_from_outside() -> None:
    outside = dict.fromkeys(SET, "planted")
    assert child_environment(outside) == SET
    scrub_environment(outside)
    assert outside == SET


def test_children_get_what_a_program_needs_and_nothing_unknown() -> None:
    kept = {"HOME": "/home/a", "TMPDIR": "/tmp", "LC_ALL": "C", "XDG_DATA_HOME": "/d", "RAGDESK_CACHE_DIR": "/c"}
    assert child_environment(kept | {"AWS_SECRET_ACCESS_KEY": "s", "LD_PRELOAD": "/x.so"}) == kept | SET


def test_no_library_probes_for_ipv6(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "has_ipv6", True)
    forbid_ipv6_probe()
    assert not socket.has_ipv6
