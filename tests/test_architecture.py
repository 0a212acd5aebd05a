"""The rules about the shape of the code that no other test would notice being broken."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = (
    "torch", "sentence_transformers", "transformers", "chromadb", "llama_cpp", "langchain", "langchain_core",
    "openvino", "nncf", "numpy", "pypdf", "pypdfium2", "ragdesk.engine",
)  # fmt: skip


def python_files() -> list[Path]:
    return sorted(
        [*(ROOT / "ragdesk").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "packaging").rglob("*.py")]
    )


def test_imports_keep_to_the_contracts() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_no_file_is_longer_than_500_lines() -> None:
    too_long = {
        str(f.relative_to(ROOT)): n for f in python_files() if (n := len(f.read_text("utf-8").splitlines())) > 500
    }
    assert not too_long


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(f.relative_to(ROOT)) for f in (ROOT / "ragdesk").rglob("*.py") if not f.read_text("utf-8").startswith('"""')
    ]
    assert not silent


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["search", "--help"]])
def test_the_command_line_loads_nothing_heavy_by_itself(arguments: list[str]) -> None:
    code = f"""
import sys
from ragdesk import cli

def refuse(options):
    raise AssertionError("no engine is needed for this")

try:
    cli.run({arguments!r}, refuse)
except SystemExit:
    pass
loaded = [name for name in {HEAVY!r} if name in sys.modules]
sys.exit(f"loaded: {{loaded}}" if loaded else 0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_protocol_loads_nothing_but_the_standard_library() -> None:
    code = """
import sys
before = set(sys.modules)
import ragdesk.protocol.engine_api, ragdesk.protocol.errors, ragdesk.protocol.events, ragdesk.settings, ragdesk.paths
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
foreign = loaded - set(sys.stdlib_module_names) - {"ragdesk"}
sys.exit(f"loaded: {sorted(foreign)}" if foreign else 0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_dependency_has_a_range_and_a_reason() -> None:
    import tomllib

    text = (ROOT / "pyproject.toml").read_text("utf-8")
    project = tomllib.loads(text)["project"]
    for dependency in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
        line = next(line for line in text.splitlines() if f'"{dependency}"' in line)
        assert "#" in line, f"{dependency} has no reason"
        assert "==" in dependency or ("<" in dependency and ">=" in dependency), f"{dependency} has no range"


def test_nothing_forbidden_is_depended_upon() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    for name in ("langchain-community", "langchain-classic", "langchain-huggingface", "pymupdf", "ebooklib"):
        assert name not in text.lower()
    for file in (ROOT / "ragdesk").rglob("*.py"):
        source = file.read_text("utf-8")
        assert "import pickle" not in source, file
        assert "trust_remote_code=True" not in source, file
