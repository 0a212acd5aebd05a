from __future__ import annotations

import pytest

from ragdesk.fetcher.addresses import checked
from ragdesk.fetcher.problems import FetchProblem
from ragdesk.fetcher.request import HOSTS, check_name


@pytest.mark.parametrize(
    "url",
    [
        "https://huggingface.co/org/model/resolve/main/model.gguf",
        "https://HuggingFace.co./a",
        "https://cdn-lfs-us-1.hf.co/repos/a?sign=1",
        "https://cas-bridge.xethub.hf.co:443/a",
    ],
)
def test_addresses_of_the_list_are_taken(url: str) -> None:
    assert checked(url, HOSTS, allow_loopback=False).is_secure


@pytest.mark.parametrize(
    "url",
    [
        "http://huggingface.co/a",
        "http://127.0.0.1/a",
        "https://127.0.0.1/a",
        "https://huggingface.co.example.org/a",
        "https://evilhuggingface.co/a",
        "https://hf.co.example.org/a",
        "https://example.org/huggingface.co/a",
        "https://huggingface.co@example.org/a",
        "https://user:word@huggingface.co/a",
        "https://huggingface.co:8443/a",
        "https://huggingface.co:99999/a",
        "https://huggingface.co/a\r\nHost: example.org",
        "https://huggingface.co/a b",
        "https://xn--hggingface-z2a.co/a",
        "https://huggingface.со/a",
        "https://[::1]/a",
        "https:///a",
        "ftp://huggingface.co/a",
        "file:///etc/passwd",
        "//huggingface.co/a",
        "huggingface.co/a",
        "",
        "https://huggingface.co/" + "a" * 9_000,
    ],
)
def test_every_other_address_is_refused(url: str) -> None:
    with pytest.raises(FetchProblem):
        checked(url, HOSTS, allow_loopback=False)


@pytest.mark.parametrize("name", ["Model-1.5_Q4.gguf", "model.safetensors", "config.json", "tokenizer.json"])
def test_names_of_model_files_are_taken(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "../model.gguf", "a/b.gguf", "a\\b.gguf", "/etc/x.gguf", ".gguf", ".hidden.gguf", "model.bin", "model.pt",
        "model.gguf.part", "setup.py", "other.json", "model.gguf\n", "modél.gguf", "a" * 200 + ".gguf", "m.GGUF", "",
    ],
)  # fmt: skip
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(FetchProblem):
        check_name(name)
