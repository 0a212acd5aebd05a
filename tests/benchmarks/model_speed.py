"""The bundled chat model in its worker: first token beside the plain recipe's, also of a follow-up question; token
rate beside a bare llama.cpp loop; and what the worker costs beside the same model in the same process."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from bare_llama import BareLlama
from ingest_speed import PROGRAM, Recipe
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import HumanMessage
from visible_texts import questions
from whole_process import run_whole

from ragdesk.engine.answer.chat_models import ChatModels, in_process_chat_model
from ragdesk.engine.engine import Engine
from ragdesk.engine.model_files.bundled import bundled_chat_model
from ragdesk.engine.model_files.memory_budget import physical_cores
from ragdesk.protocol.events import AnswerToken
from ragdesk.protocol.records import ConversationId
from ragdesk.settings import Settings

_WRITTEN_TOKENS = 120
_STORY = "Write a long story about a lighthouse keeper, a storm and a ship that came too close to the rocks."


def measure_model(recipe: Recipe, pdf: Path, repeat: int, work_dir: Path) -> None:
    """Prints medians and ratios; makes the libraries of ours and of the recipe if `ingest` did not leave them."""
    library, store = work_dir / "library", work_dir / "recipe-store"
    run_whole([*PROGRAM, "--data-dir", str(library), "add", str(pdf), "--json"])
    _stop_engine(library)
    if not store.exists():
        recipe.run([str(pdf), "--store", str(store)])
    _token_rate(max(repeat, 3))
    _first_token(recipe, library, store, repeat)


def _first_token(recipe: Recipe, library: Path, store: Path, repeat: int) -> None:
    warm: list[float] = []
    following: list[float] = []
    cold: list[float] = []
    recipes: list[float] = []
    recipes_cold: list[float] = []
    gguf = str(bundled_chat_model())
    for question, seconds, following_s in _asked(library, repeat):
        warm.append(seconds)
        following.append(following_s)
        cold.append(_whole_first_token(library, question))
        run, told = recipe.run(["--store", str(store), "--ask", question, "--gguf", gguf])
        recipes.append(told["first_token_s"])
        recipes_cold.append(run.wall_s - told["answer_s"] + told["first_token_s"])
    for name, ours, theirs, words in (
        ("first token, models loaded", warm, recipes, "ours with the search, theirs without; target <= 0.5"),
        ("first token of a follow-up question", following, recipes, "in a conversation; target <= 0.25"),
        ("first token, from nothing running", cold, recipes_cold, "whole processes"),
    ):
        ratio = median(ours) / median(theirs)
        print(f"  {name:35} {median(ours):6.2f} s, recipe {median(theirs):6.2f} s: {ratio:.2f} ({words})", flush=True)


def _asked(library: Path, most: int) -> list[tuple[str, float, float]]:
    """Questions that the model was asked, its first token for each, and for a follow-up in the same
    conversation; the first one only warms up."""
    engine = Engine.open(Settings(data_dir=library), create=False)
    found: list[tuple[str, float, float]] = []
    try:
        for question in questions(100, ("squad",)):
            conversation = engine.start_conversation()
            took = _first_token_of(engine, question, conversation)
            again = _first_token_of(engine, "What else is said about that?", conversation)
            if took and again:
                found.append((question, took, again))
            if len(found) > most:
                break
    finally:
        engine.close()
    return found[1:]


def _first_token_of(engine: Engine, question: str, conversation: ConversationId) -> float | None:
    """Seconds, search included; None where the model was not asked."""
    began = time.perf_counter()
    events = iter(engine.ask(question, conversation=conversation))
    is_asked = any(isinstance(event, AnswerToken) for event in events)
    took = time.perf_counter() - began
    for _ in events:
        continue
    return took if is_asked else None


def _whole_first_token(library: Path, question: str) -> float:
    """At most: what the process needed besides answering counts whole, its end included."""
    run = run_whole([*PROGRAM, "--data-dir", str(library), "ask", question, "--json"])
    _stop_engine(library)
    timings = run.json_lines()[-1]["timings_ms"]
    return run.wall_s - (timings["total"] - timings["first_token"]) / 1000


def _stop_engine(library: Path) -> None:
    """It stays for a minute after the command line left, and owns the folder until then."""
    run_whole([*PROGRAM, "--data-dir", str(library), "stop"])


def _token_rate(repeat: int) -> None:
    models = ChatModels(Settings(), None)
    chat = models.open()
    here = in_process_chat_model(Settings())
    bare = BareLlama(bundled_chat_model(), chat.context_tokens, physical_cores())
    rates: dict[str, list[float]] = {"worker": [], "here": [], "bare": []}
    firsts: dict[str, list[float]] = {"worker": [], "here": []}
    try:
        tokens = here.prompt_tokens([HumanMessage(_STORY)])
        for n in range(repeat + 1):
            for name, model in (("worker", chat.model), ("here", here)):
                first, rate = _first_and_rate(model, n)
                firsts[name].append(first)
                rates[name].append(rate)
            rates["bare"].append(bare.tokens_per_s(tokens, _WRITTEN_TOKENS))
    finally:
        bare.close()
        here.close()
        models.close()
    rate, here_rate, bare_rate = (median(rates[name][1:]) for name in ("worker", "here", "bare"))
    first, here_first = (median(firsts[name][1:]) for name in ("worker", "here"))
    print(f"  tokens/s {rate:.1f}, bare llama.cpp loop {bare_rate:.1f}: {rate / bare_rate:.3f} (target >= 0.95)")
    print(f"  tokens/s in the same process {here_rate:.1f}: {rate / here_rate:.3f} (target >= 0.95)")
    print(
        f"  first token {first:.3f} s, in the same process {here_first:.3f} s: {here_first / first:.3f} (target 0.95)"
    )


def _first_and_rate(model: BaseChatModel, n: int) -> tuple[float, float]:
    """Seconds until the first piece of an answer to a prompt that shares nothing with the last one; tokens a second."""
    began = time.perf_counter()
    first: float | None = None
    written = 0
    for chunk in model.stream([HumanMessage(f"{n}. {_STORY * 10}")], max_tokens=_WRITTEN_TOKENS):
        first = first or time.perf_counter()
        written = (getattr(chunk, "usage_metadata", None) or {}).get("output_tokens", 0)
    assert first is not None
    assert written > 1
    return first - began, (written - 1) / (time.perf_counter() - first)
