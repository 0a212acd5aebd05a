"""The bundled chat model: first token beside the plain recipe's, and token rate beside a bare llama.cpp loop."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from bare_llama import BareLlama
from ingest_speed import PROGRAM, Recipe
from visible_texts import questions
from whole_process import run_whole

from ragdesk.engine.answer.chat_models import ChatModels
from ragdesk.engine.answer.language_models.gguf import GgufChatModel
from ragdesk.engine.engine import Engine
from ragdesk.engine.model_files.bundled import bundled_chat_model
from ragdesk.engine.model_files.memory_budget import physical_cores
from ragdesk.protocol.events import AnswerToken
from ragdesk.settings import Settings

_WRITTEN_TOKENS = 120
_STORY = "Write a long story about a lighthouse keeper, a storm and a ship that came too close to the rocks."


def measure_model(recipe: Recipe, pdf: Path, repeat: int, work_dir: Path) -> None:
    """Prints medians and ratios; makes the libraries of ours and of the recipe if `ingest` did not leave them."""
    library, store = work_dir / "library", work_dir / "recipe-store"
    run_whole([*PROGRAM, "--data-dir", str(library), "add", str(pdf), "--json"])
    if not store.exists():
        recipe.run([str(pdf), "--store", str(store)])
    _token_rate(max(repeat, 3))
    _first_token(recipe, library, store, repeat)


def _first_token(recipe: Recipe, library: Path, store: Path, repeat: int) -> None:
    warm: list[float] = []
    cold: list[float] = []
    recipes: list[float] = []
    recipes_cold: list[float] = []
    gguf = str(bundled_chat_model())
    for question, seconds in _asked(library, repeat):
        warm.append(seconds)
        cold.append(_whole_first_token(library, question))
        run, told = recipe.run(["--store", str(store), "--ask", question, "--gguf", gguf])
        recipes.append(told["first_token_s"])
        recipes_cold.append(run.wall_s - told["answer_s"] + told["first_token_s"])
    for name, ours, theirs, words in (
        ("first token, models loaded", warm, recipes, "ours with the search, theirs without; target <= 0.5"),
        ("first token, from nothing running", cold, recipes_cold, "whole processes"),
    ):
        ratio = median(ours) / median(theirs)
        print(f"  {name:35} {median(ours):6.2f} s, recipe {median(theirs):6.2f} s: {ratio:.2f} ({words})", flush=True)


def _asked(library: Path, most: int) -> list[tuple[str, float]]:
    """Questions that the model was asked, and its first token in a running process; the first one only warms up."""
    engine = Engine.open(Settings(data_dir=library), create=False)
    found: list[tuple[str, float]] = []
    try:
        for question in questions(100, ("squad",)):
            began = time.perf_counter()
            events = iter(engine.ask(question))
            is_asked = any(isinstance(event, AnswerToken) for event in events)
            took = time.perf_counter() - began
            for _ in events:
                continue
            if is_asked:
                found.append((question, took))
            if len(found) > most:
                break
    finally:
        engine.close()
    return found[1:]


def _whole_first_token(library: Path, question: str) -> float:
    """At most: what the process needed besides answering counts whole, its end included."""
    run = run_whole([*PROGRAM, "--data-dir", str(library), "ask", question, "--json"])
    timings = run.json_lines()[-1]["timings_ms"]
    return run.wall_s - (timings["total"] - timings["first_token"]) / 1000


def _token_rate(repeat: int) -> None:
    models = ChatModels(Settings(), None)
    chat = models.open()
    assert isinstance(chat.model, GgufChatModel)
    from langchain_core.messages import HumanMessage

    prompt = [HumanMessage(_STORY)]
    bare = BareLlama(bundled_chat_model(), chat.context_tokens, physical_cores())
    ours: list[float] = []
    bares: list[float] = []
    try:
        tokens = chat.model.prompt_tokens(prompt)
        for _ in range(repeat + 1):
            ours.append(_our_rate(chat.model, prompt))
            bares.append(bare.tokens_per_s(tokens, _WRITTEN_TOKENS))
    finally:
        bare.close()
        models.close()
    rate, bare_rate = median(ours[1:]), median(bares[1:])
    print(
        f"  tokens/s {rate:.1f}, bare llama.cpp loop {bare_rate:.1f}: {rate / bare_rate:.3f} (target >= 0.95)",
        flush=True,
    )


def _our_rate(model: GgufChatModel, prompt: list[object]) -> float:
    first: float | None = None
    written = 0
    for chunk in model.stream(prompt, max_tokens=_WRITTEN_TOKENS):  # type: ignore[arg-type]
        first = first or time.perf_counter()
        written = (getattr(chunk, "usage_metadata", None) or {}).get("output_tokens", 0)
    assert first is not None
    assert written > 1
    return (written - 1) / (time.perf_counter() - first)
