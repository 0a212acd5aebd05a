"""Every sentence that the engine, its client and the fetcher can say to a user, read from their source: {} is a value.

Words of errors, notices, checks and settings, and other text with the shape of a sentence. Of the window: its errors.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ragdesk.paths import PACKAGE
from ragdesk.protocol import errors

_FOLDERS = ("engine", "client", "server", "protocol", "fetcher")
_FILES = ("setting_values.py", "settings_file.py", "stored_settings.py", "settings.py")
_IN_AN_ANSWER = "engine/answer/words_for_user.py"
_BOTH_LANGUAGES = (_IN_AN_ANSWER, "engine/retrieval/suggestions.py")
_TELLING = {name for name, kind in vars(errors).items() if isinstance(kind, type)} | {
    "EngineNoticed", "FetchProblem", "DenialReport", "Check", "StoredSetting", "refused_address", "_refused",
    "_NotBegun", "gave_up", "_unsuitable", "BrokenOff", "TooSlow", "_unsupported", "_bare_words",
}  # fmt: skip
"""What is called with words for the user."""
_AN_ERROR = re.compile(rf"\b({'|'.join(sorted(_TELLING))})\(")
_FIRST_DETAIL = {"CannotRead": 3, "_refused": 2, "Check": 4, "StoredSetting": 99, "_unsuitable": 1}
"""Which of their arguments begins the details for a report; else the third."""
_NO_WORDS = {"CannotRead": (0,), "StoredSetting": (0, 1, 2), "_refused": (0,)}
_SILENT = frozenset({
    "OSError", "ValueError", "TypeError", "RuntimeError", "EOFError", "TimeoutError", "OperationalError", "BadFrame",
    "BadAnswer", "WireError", "WorkerDied", "WorkerEnded", "HostEnded", "CopyIsWrong", "TemplateRefusalError", "glob",
    "debug", "info", "warning", "error", "exception", "Thread", "Formatter", "not_an_export", "_given_up", "_damaged",
    "_undrawable", "encode", "encode_questions", "HumanMessage", "Block", "css_first", "_broken", "compile", "Path",
})  # fmt: skip
"""What is called with texts for logs, for the details of a report, for a model, or for other code."""
_SENTENCE = re.compile(
    r"(?!.*\b(?:SELECT|INSERT|UPDATE|DELETE|WHERE)\b)[A-Z“`{][^\n<>]* [^\n]*[.!?…:]|ragdesk [^\n]*\."
)
_WORDS = {
    "engine/answer/chat_worker/starting.py": ("_device",),
    "engine/doctor/__init__.py": ("examine",),
    "engine/doctor/computer_checks.py": ("_process_measures", "_privacy_hint", "check_process", "check_computer"),
    "engine/doctor/library_checks.py": ("check_backups", "check_sources"),
    "engine/doctor/network_checks.py": ("check_readers", "check_network"),
    "engine/documents/file_types.py": ("_TEXT_KINDS", "_SIGNATURES", "_ZIP_KINDS", "_COMPOUND_KINDS", "_type_of_text"),
    "engine/documents/workers/lockdown.py": ("enter", "_resource_limits"),
    "engine/documents/workers/proof.py": ("prove",),
    "engine/index/embedders/conversion_report.py": ("refusal",),
    "engine/index/library_index.py": ("kind",),
    "engine/keeping/data_folder.py": ("sqlite_report",),
    "engine/model_files/bundled.py": ("_reinstall",),
    "engine/offline/attempts.py": ("try_the_network",),
    "engine/pipeline.py": ("_kept",),
    "fetcher/web.py": ("_how",),
    "setting_values.py": ("wanted",),
    "window/conversation/export_conversation.py": ("hint",),
    "stored_settings.py": ("_ALL",),
}
"""Functions and constants whose texts stand in a sentence or beside one."""
_NO_WORD = re.compile(
    r"[a-z]+(_[a-z]+)*|[.\[<%\\].*|.*[/\\%].*|[A-Z][A-Za-z]+( ?Document|Manifest.xml)?|__.*", re.DOTALL
)
_WORDS_ALONE = frozenset({"memory", "network", "exact"})
_KINDS = ("text file", "PDF", "Word document", "web page", "Markdown file")
_MODELS = ("search model", "chat model")
_VARIANTS = {
    "This {} could not be read.": ("file", "folder"),
    "You are not allowed to read this {}.": ("file", "folder"),
    "The path of this {} is too long.": ("file", "folder"),
    "This {} is damaged or incomplete.": ("Word document", "archive"),
    "This {} is damaged and could not be read.": _KINDS,
    "This {} holds no text.": _KINDS,
    "The {} that comes with ragdesk is not installed.": _MODELS,
    "A file of the {} that comes with ragdesk is gone.": _MODELS,
    "A file of the {} that comes with ragdesk cannot be read.": _MODELS,
    "The {} that comes with ragdesk is damaged or was changed, so it is not used.": _MODELS,
}
"""Where a value is a word of ours, whole sentences are translated: other languages have genders."""
_LOSSES = (
    "hold{s} no text: {they} may be {scan}, which ragdesk cannot read yet.", "{is_} damaged and could not be read.",
    "hold{s} too much text: only the beginning was read.", "{was} not read: the file takes too long.",
    "{was} not read: the file has too many pages.",
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_THREADS = "CPU, {} thread{}"
_IN_THE_LANGUAGE_OF_THE_QUESTION = ("No se pudo usar el modelo de chat: {}",)
"""Said with a reason that is in English."""
_CHANGING = frozenset({*_VARIANTS, *_LOSSES, _THREADS, "%d %B %Y, %H:%M"})


def engine_sentences() -> set[str]:
    """All of them, as the keys of `engine_es.json`."""
    files = [PACKAGE / name for name in _FILES]
    files += [file for folder in _FOLDERS for file in sorted((PACKAGE / folder).rglob("*.py"))]
    found: set[str] = set()
    for file in [*files, *sorted((PACKAGE / "window").rglob("*.py"))]:
        name, text = file.relative_to(PACKAGE).as_posix(), file.read_text("utf-8")
        if name not in _BOTH_LANGUAGES and (not name.startswith("window/") or _AN_ERROR.search(text)):
            found.update(_Source(name, ast.parse(text)).sentences())
    missing = _CHANGING - found
    assert not missing, f"no longer said as this file has it: {missing}"
    return (found - _CHANGING) | set(_variants()) | set(answer_sentences())


def answer_sentences() -> dict[str, str]:
    """What the engine says inside an answer, in the language of the question: English -> Spanish."""
    tables = (node.value for node in ast.parse((PACKAGE / _IN_AN_ANSWER).read_text("utf-8")).body
              if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict))  # fmt: skip
    pairs = map(ast.literal_eval, tables)
    return {_with_places(pair["en"]): _with_places(pair["es"]) for pair in pairs}


def templates_with_numbers() -> dict[str, list[int]]:
    """Which values of a sentence are numbers, written as English does: 1,234 or 1.5."""
    found: dict[str, list[int]] = {}
    for folder in _FOLDERS:
        for file in sorted((PACKAGE / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    values = [part for part in node.values if isinstance(part, ast.FormattedValue)]
                    numbers = [at for at, value in enumerate(values, 1) if _is_number(value)]
                    if numbers:
                        found[_template(node) or ""] = numbers
    return found


def _is_number(value: ast.FormattedValue) -> bool:
    if isinstance(value.value, ast.Call) and _called(value.value) in ("_megabytes", "_gigabytes"):
        return True
    return bool(re.match(r",|\.[1-9]f", (_template(value.format_spec) or "") if value.format_spec else ""))


def _with_places(text: str) -> str:
    return re.sub(r"\{\w+\}", "{}", text)


def _variants() -> Iterator[str]:
    for template, words in _VARIANTS.items():
        yield from (template.replace("{}", word, 1) for word in words)
    for words_of_loss in _LOSSES:
        one = words_of_loss.format(s="s", they="it", scan="a scan", is_="is", was="was")
        more = words_of_loss.format(s="", they="they", scan="scans", is_="are", was="were")
        yield from (f"Page {{}} {one}", f"Pages {{}} {more}", f"Pages {{}} and {{}} {more}")
    yield from (f"{{}} {month} {{}}, {{}}:{{}}" for month in _MONTHS)
    yield from _IN_THE_LANGUAGE_OF_THE_QUESTION
    yield from (_THREADS.removesuffix("{}") + ending for ending in ("", "s"))


class _Source:
    def __init__(self, name: str, tree: ast.Module) -> None:
        self._tree = tree
        self._parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        self._is_window = name.startswith("window/")  # its own words are translated by Qt, but for its errors
        wanted = _WORDS.get(name, ())
        self._in_words = {node for place in ast.walk(tree) if _name_of(place) in wanted for node in ast.walk(place)}

    def sentences(self) -> Iterator[str]:
        for node in ast.walk(self._tree):
            text = _template(node)
            if text in _CHANGING or (text and re.search("[A-Za-z]{2}", text.replace("{}", "")) and self._is_said(node)):
                yield text if text in _CHANGING else _with_places(text)

    def _is_said(self, node: ast.AST) -> bool:
        text, use, part = _template(node) or "", self._parents.get(node), node
        while isinstance(use, ast.IfExp | ast.BoolOp | ast.BinOp | ast.List):
            use, part = self._parents.get(use), use
        if isinstance(use, ast.Expr | ast.JoinedStr | ast.Compare):
            return False  # a docstring, or a part of a text
        if isinstance(use, ast.keyword):
            use, part = self._parents[use], use
        called = _called(use)
        if called in _SILENT:
            return False
        if called in _TELLING and isinstance(use, ast.Call):
            return _is_shown(use, called, part)
        if node in self._in_words and (text in _WORDS_ALONE or not _NO_WORD.fullmatch(text)):
            return True
        return not self._is_window and bool(_SENTENCE.fullmatch(text))


def _is_shown(call: ast.Call, called: str, part: ast.AST) -> bool:
    if isinstance(part, ast.keyword):
        return part.arg in ("message", "hint", "unit")
    place = call.args.index(part)  # type: ignore[arg-type]
    return place < _FIRST_DETAIL.get(called, 2) and place not in _NO_WORDS.get(called, ())


def _called(use: ast.AST | None) -> str:
    if not isinstance(use, ast.Call):
        return ""
    return use.func.attr if isinstance(use.func, ast.Attribute) else getattr(use.func, "id", "")


def _name_of(place: ast.AST) -> str:
    if isinstance(place, ast.FunctionDef):
        return place.name
    if isinstance(place, ast.Assign | ast.AnnAssign):
        target = place.targets[0] if isinstance(place, ast.Assign) else place.target
        return getattr(target, "id", "")
    return ""


def _template(node: ast.AST) -> str | None:
    """A text with {} for each value; None for what is no text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(_template(part) or "" if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None
