"""The chat model that answers: the bundled one, a GGUF file that the user named, or anybody's LangChain chat model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ragdesk.engine.answer.language_models import check_is_chat_model, open_chat_model
from ragdesk.engine.answer.language_models.sampling import Sampling
from ragdesk.engine.answer.prompt import ModelSize, size_of
from ragdesk.engine.model_files.bundled import bundled_chat_model
from ragdesk.paths import make_private
from ragdesk.protocol.errors import ModelError, RagdeskError
from ragdesk.protocol.events import AnswerPending
from ragdesk.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage

    from ragdesk.engine.answer.chat_worker.chat_worker import ChatWorker
    from ragdesk.engine.answer.chat_worker.starting import Wanted
    from ragdesk.engine.answer.language_models.gguf import GgufChatModel

BUNDLED_NAME = "SmolLM2-135M-Instruct"
_LOADED_WITH = ("chat_model", "context_tokens", "threads")
"""Settings for which a model has to be loaded anew."""
_CHARACTERS_PER_TOKEN = 3
"""For models whose tokenizer is not here: English and Spanish have 4 to 5, so this counts too many, never too few."""
_TELL_EVERY_S = 0.2
_WAITS_FOR_ANSWER_S = 60.0
"""For a check of the chat model. An answer may take longer, but nobody waits so long for a check."""


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A chat model with what a prompt must know of it."""

    model: BaseChatModel
    name: str
    size: ModelSize
    count_tokens: Callable[[str], int]
    context_tokens: int
    answer_tokens: int | None = None
    """The longest answer that the user wants; None leaves it to the prompt."""
    takes_max_tokens: bool = True
    """Anybody's may not: LangChain leaves the name to each, and Ollama's refuses it. Its own settings hold then."""
    pieces: Callable[..., object] | None = None
    """As the model's `stream`, with signs of life in between, for which LangChain has no words."""

    def write(
        self, messages: Sequence[BaseMessage], max_tokens: int, stop: Sequence[str] = ()
    ) -> Generator[AIMessageChunk | AnswerPending, None, None]:
        """The answer, piece by piece, and signs of life of a worker. Closing it stops the model.

        Raises RagdeskErrors only, whoever made the model; ChatModelDied where its process ended.
        """
        most = self.answer_tokens or max_tokens
        limit: dict[str, Any] = {"max_tokens": most} if self.takes_max_tokens else {}
        stream: Any = self.pieces or self.model.stream
        chunks = stream(list(messages), stop=list(stop) or None, **limit)
        try:
            with closing(chunks):
                yield from chunks
        except RagdeskError:
            raise
        except Exception as error:  # anybody's code runs here, so any error may come out of it
            message = f"The chat model {self.name} failed."
            raise ModelError(message, "Check its settings and its server.", repr(error)) from error


class ChatModels:
    """Opens the chat model at the first question that needs one, and another one where a question names it.

    Safe to be used by several threads. Only one question is answered at a time: see `wait_for_turn`.
    """

    def __init__(self, settings: Settings, given: BaseChatModel | None) -> None:
        self._settings = settings
        self._given = given
        self._turn = threading.Lock()
        self._changing = threading.Lock()
        self._worker: ChatWorker | None = None
        self._known: dict[Path, ChatWorker] = {}
        """Those whose process was ended stay known: they remember how often it died."""
        self._threads: int | None = None

    @property
    def name(self) -> str:
        """What the model is called, without opening it."""
        return _name_of(self._given) if self._given is not None else self._name(None)

    @property
    def device(self) -> str | None:
        """What the model really runs on; None while it is not loaded, and for models that are not ours."""
        return self._worker.device if self._worker else None

    @property
    def pid(self) -> int | None:
        """The number of the process that runs the model; None while none does."""
        return self._worker.pid if self._worker else None

    @property
    def running(self) -> Path | None:
        """The model file that is loaded; None while none is, and for models that are not ours."""
        worker = self._worker
        return worker.path if worker and worker.pid is not None else None

    def wait_for_turn(self) -> Generator[AnswerPending, None, None]:
        """Wait until no other question is being answered; then the turn is the caller's, who has to call `end_turn`."""
        while not self._turn.acquire(timeout=_TELL_EVERY_S):
            yield AnswerPending("starting")

    def end_turn(self) -> None:
        """Let the next question go on."""
        self._turn.release()

    def opening(self, path: Path | None = None) -> Generator[AnswerPending, None, ChatModel]:
        """The chat model, loaded; told while that lasts. `path`: this GGUF file in place of the chosen one.

        Raises ModelError; ChatModelDied where it cannot be started at the moment.
        """
        if self._given is not None and path is None:
            return self._open_given(self._given)
        from ragdesk.engine.answer.chat_worker.chat_model import WorkerChatModel

        worker = self._worker_for(path or self._settings.chat_model)
        yield from worker.loading()
        settings = self._settings
        model = WorkerChatModel(worker=worker, sampling=_sampling(settings))
        return ChatModel(
            model,
            self._name(path),
            size_of(worker.header),
            worker.count_tokens,
            worker.context_tokens(),
            answer_tokens=settings.answer_tokens,
            pieces=model.pieces,
        )

    def open(self, path: Path | None = None) -> ChatModel:
        """As `opening`, in silence, and not while an answer is written, which another model would end."""
        with self._between_answers():
            generator = self.opening(path)
            while True:
                try:
                    next(generator)
                except StopIteration as end:
                    opened: ChatModel = end.value
                    return opened

    def use(self, settings: Settings) -> None:
        """Go by these from the next answer on. A model that is loaded otherwise leaves; the next question loads it."""
        before, self._settings = self._settings, settings
        for worker in list(self._known.values()):
            worker.leave_after(settings.chat_idle_minutes)
        is_same = all(getattr(before, name) == getattr(settings, name) for name in _LOADED_WITH)
        if not is_same and self._turn.acquire(blocking=False):
            # Where an answer is being written, the question after it ends that model.
            try:
                self.close()
            finally:
                self._turn.release()

    def set_threads(self, threads: int | None) -> None:
        """Use so many processor cores from the next token on, as while something else computes; None: all again."""
        self._threads = threads
        if self._worker:
            self._worker.set_threads(threads)

    def report(self) -> dict[str, str]:
        """What is enforced for the chat worker, and what came of trying what is forbidden to it. Loads the model."""
        with self._between_answers():
            return self._worker_for(self._settings.chat_model).report()

    def close(self) -> None:
        """End the worker. A given model belongs to whoever gave it. A later question starts a worker again."""
        with self._changing:
            if self._worker:
                self._worker.close()
            self._worker = None

    @contextmanager
    def _between_answers(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=_WAITS_FOR_ANSWER_S):
            raise ModelError("The chat model is still writing an answer.", "Try again when that is finished.")
        try:
            yield
        finally:
            self._turn.release()

    def _worker_for(self, path: Path | None) -> ChatWorker:
        """The one worker; one of another model is ended first, for two models may be more than the memory holds."""
        from ragdesk.engine.answer.chat_worker.chat_worker import ChatWorker
        from ragdesk.engine.answer.chat_worker.ladder import StepMemory

        cache_dir = make_private(self._settings.cache_dir)
        path = path.absolute() if path else bundled_chat_model(cache_dir)
        check_is_chat_model(path)
        with self._changing:
            worker = self._known.get(path)
            if worker is None or worker.wanted != self._wanted():
                idle_minutes = self._settings.chat_idle_minutes
                worker = ChatWorker(path, self._wanted(), StepMemory(cache_dir), idle_minutes)
            if self._worker is not None and self._worker is not worker:
                self._worker.close()
            self._known[path] = self._worker = worker
            worker.set_threads(self._threads)
            return worker

    def _wanted(self) -> Wanted:
        from ragdesk.engine.answer.chat_worker.starting import Wanted

        return Wanted(self._settings.context_tokens, self._settings.threads)

    def _name(self, path: Path | None) -> str:
        chosen = path or self._settings.chat_model
        return chosen.name if chosen else BUNDLED_NAME

    def _open_given(self, model: BaseChatModel) -> ChatModel:
        from ragdesk.engine.answer.language_models.gguf import GgufChatModel

        if isinstance(model, GgufChatModel):
            model.warm_up()
            return ChatModel(model, self.name, size_of(model.header), model.count_tokens, model.context_tokens)
        return ChatModel(
            model,
            self.name,
            "small",
            lambda text: len(text) // _CHARACTERS_PER_TOKEN + 1,
            self._settings.context_tokens,
            takes_max_tokens=False,
        )


def _sampling(settings: Settings) -> Sampling:
    return Sampling(
        settings.temperature, settings.top_k, settings.top_p, settings.min_p, settings.repeat_penalty, settings.seed
    )


def in_process_chat_model(settings: Settings) -> GgufChatModel:
    """The chosen model, loaded into this process, for those who want LangChain's interface and nothing around it."""
    model = open_chat_model(settings.chat_model or bundled_chat_model(make_private(settings.cache_dir)))
    model.n_ctx, model.threads = settings.context_tokens, settings.threads
    for name, value in asdict(_sampling(settings)).items():
        setattr(model, name, value)
    model.warm_up()
    return model


def _name_of(model: BaseChatModel) -> str:
    """What LangChain's models call their model; a GGUF file's name; at worst the kind of the thing."""
    names = (getattr(model, attribute, None) for attribute in ("model_name", "model"))
    path = getattr(model, "path", None)
    given = next((name for name in names if name and isinstance(name, str)), None)
    return given or (path.name if isinstance(path, Path) else str(model.get_name()))
