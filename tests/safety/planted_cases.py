"""What somebody may plant around ragdesk: variables and files, by case. `{here}` is the folder of the case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ragdesk.engine.offline.process_start import WORKING_FOLDER

NOWHERE = "http://192.0.2.1:9"
"""An address that no computer has (RFC 5737)."""

CODE: Final = """
import json, os
with open({marker!r}, "a") as marks:
    marks.write(json.dumps([{name!r}, open("/proc/self/cmdline").read().split(chr(0))]) + chr(10))
"""
"""Planted code: says in which process it ran."""

LIBRARIES = ("chromadb", "numpy", "openvino", "tokenizers", "langchain_core", "llama_cpp", "pypdfium2", "py3langid")
DOT_ENV = f"""
CHROMA_API_IMPL=chromadb.api.fastapi.FastAPI
CHROMA_SERVER_HOST=192.0.2.1
LANGSMITH_TRACING=true
HF_ENDPOINT={NOWHERE}
"""


@dataclass(frozen=True, slots=True)
class Case:
    """`code`: files with planted code; `files`: others. Both below the case's folder; `cwd` is where it is started."""

    name: str
    variables: dict[str, str] = field(default_factory=dict)
    code: tuple[str, ...] = ()
    files: dict[str, str] = field(default_factory=dict)


def _beside(folder: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}.py" for name in LIBRARIES)


CASES = (
    Case(".env in the working folder", files={"cwd/.env": DOT_ENV}),
    Case(".env in the data folder", files={"data/.env": DOT_ENV}),
    Case(".env in the engine's own working folder", files={f"data/{WORKING_FOLDER}/.env": DOT_ENV}),
    Case("libraries in the working folder", code=_beside("cwd")),
    Case("libraries in the data folder", code=_beside("data")),
    Case("libraries in the engine's own working folder", code=_beside(f"data/{WORKING_FOLDER}")),
    Case("sitecustomize in the working folder", code=("cwd/sitecustomize.py", "cwd/usercustomize.py")),
    Case("PYTHONPATH with libraries", {"PYTHONPATH": "{here}/planted"}, _beside("planted")),
    Case("PYTHONPATH with sitecustomize", {"PYTHONPATH": "{here}/planted"}, ("planted/sitecustomize.py",)),
    Case("PYTHONPATH with usercustomize", {"PYTHONPATH": "{here}/planted"}, ("planted/usercustomize.py",)),
    Case("PYTHONPATH that means the working folder", {"PYTHONPATH": "."}, _beside("cwd")),
    Case("PYTHONSTARTUP and PYTHONINSPECT", {"PYTHONSTARTUP": "{here}/planted/start.py"}, ("planted/start.py",)),
    Case("PYTHONUSERBASE", {"PYTHONUSERBASE": "{here}/planted"},
         ("planted/lib/python3.11/site-packages/usercustomize.py", "planted/lib/python3.11/site-packages/numpy.py")),
    Case("PYTHONBREAKPOINT, PYTHONPROFILEIMPORTTIME and kin",
         {"PYTHONBREAKPOINT": "planted.run", "PYTHONDEVMODE": "1", "PYTHONASYNCIODEBUG": "1", "PYTHONHASHSEED": "7"}),
    Case("LANGSMITH", {"LANGSMITH_TRACING": "true", "LANGSMITH_ENDPOINT": NOWHERE, "LANGSMITH_API_KEY": "planted"}),
    Case("LANGCHAIN", {"LANGCHAIN_TRACING_V2": "true", "LANGCHAIN_ENDPOINT": NOWHERE, "LANGCHAIN_API_KEY": "planted",
                       "LANGCHAIN_VERBOSE": "true"}),
    Case("OTEL", {"OTEL_EXPORTER_OTLP_ENDPOINT": NOWHERE, "OTEL_TRACES_EXPORTER": "otlp",
                  "CHROMA_OTEL_COLLECTION_ENDPOINT": NOWHERE, "OTEL_PYTHON_TRACER_PROVIDER": "planted"}),
    Case("CHROMA", {"CHROMA_SERVER_HOST": "192.0.2.1", "CHROMA_API_IMPL": "chromadb.api.fastapi.FastAPI",
                    "IS_PERSISTENT": "false", "PERSIST_DIRECTORY": "{here}/elsewhere", "ALLOW_RESET": "true",
                    "ANONYMIZED_TELEMETRY": "True"}),
    Case("HF_ENDPOINT", {"HF_ENDPOINT": NOWHERE, "HF_HUB_OFFLINE": "0", "TRANSFORMERS_OFFLINE": "0",
                         "HF_HUB_DISABLE_TELEMETRY": "0"}),
    Case("folders of Hugging Face and torch", {"HF_HOME": "{here}/planted", "HF_MODULES_CACHE": "{here}/planted",
                                               "TORCH_HOME": "{here}/planted", "TRANSFORMERS_CACHE": "{here}/planted",
                                               "SENTENCE_TRANSFORMERS_HOME": "{here}/planted"}, _beside("planted")),
    Case("proxies", {"HTTP_PROXY": NOWHERE, "HTTPS_PROXY": NOWHERE, "ALL_PROXY": "socks5://192.0.2.1:9"}),
    Case("proxies in small letters", {"http_proxy": NOWHERE, "https_proxy": NOWHERE, "all_proxy": NOWHERE,
                                      "no_proxy": ""}),
    Case("LLAMA and GGML", {"LLAMA_CPP_LIB_PATH": "{here}/planted", "LLAMA_CPP_LIB": "{here}/planted/libllama.so",
                            "GGML_BACKEND_PATH": "{here}/planted/libggml.so", "LLAMA_ARG_RPC": "192.0.2.1:9"},
         files={"planted/libllama.so": "no library", "planted/libggml.so": "no library"}),
    Case("OPENSSL_CONF and SSLKEYLOGFILE", {
        "OPENSSL_CONF": "{here}/planted/ssl.cnf", "OPENSSL_MODULES": "{here}/planted",
        "SSLKEYLOGFILE": "{here}/elsewhere/keys"},
         files={"planted/ssl.cnf": "openssl_conf = planted\n[planted]\nengines = none_such\n"}),
    Case("a home full of settings", {"HOME": "{here}/home", "XDG_CONFIG_HOME": "{here}/home/.config"},
         ("home/.local/lib/python3.11/site-packages/usercustomize.py", "home/.pythonrc.py", "home/.pythonstartup.py"),
         {"home/.config/pip/pip.conf": f"[global]\nindex-url = {NOWHERE}\n", "home/.netrc": "machine 192.0.2.1",
          "home/.config/python_keyring/keyringrc.cfg": "[backend]\ndefault-keyring=planted.Ring\n",
          "home/.local/lib/python3.11/site-packages/planted.pth": "import usercustomize\n",
          "home/.cache/huggingface/token": "planted"}),
    Case("pip.conf and pyvenv.cfg in the working folder", {"PIP_CONFIG_FILE": "{here}/cwd/pip.conf"},
         ("cwd/planted.py",), {"cwd/pip.conf": f"[global]\nindex-url = {NOWHERE}\n",
                               "cwd/pyvenv.cfg": "home = /nowhere", "cwd/planted.pth": "import planted\n"}),
    Case("a temporary folder that is not there", {"TMPDIR": "{here}/elsewhere/not-there"}),
    Case("a temporary folder full of libraries", {"TMPDIR": "{here}/planted"}, _beside("planted")),
)  # fmt: skip
