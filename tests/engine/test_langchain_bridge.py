from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.documents import Document
from langchain_core.documents.base import Blob
from langchain_core.embeddings import Embeddings
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnablePassthrough

from ragdesk.engine.answer.language_models.gguf import GgufChatModel
from ragdesk.engine.engine import Engine
from ragdesk.engine.index.embedders import Embedder
from ragdesk.engine.langchain_bridge import (
    RagdeskLoader,
    RagdeskParser,
    RagdeskRetriever,
    chat_model_of,
    embeddings_of,
)
from ragdesk.engine.langchain_documents import passage_document, passages_of
from ragdesk.paths import asset
from ragdesk.protocol.errors import BadRequest, CannotRead
from ragdesk.protocol.events import AnswerFinished
from ragdesk.protocol.records import Passage, Place
from ragdesk.settings import Settings
from tests.engine.other_retrievers import ListRetriever

HARBOUR = """# Works

## Harbour

The harbour was dredged in 1931 by the engineer Ana Rey.

## Tower

It is lit at dusk.
"""
QUESTION = "When was the harbour dredged?"


@pytest.fixture
def filled(engine: Engine, folder: Path) -> Engine:
    (folder / "works.md").write_text(HARBOUR, "utf-8")
    (folder / "fruit.txt").write_text("Bananas are rich in potassium.", "utf-8")
    list(engine.add([folder]))
    return engine


def test_found_passages_come_as_documents_that_say_where_they_stand(filled: Engine, folder: Path) -> None:
    retriever = RagdeskRetriever(engine=filled, limit=1)

    (document,) = retriever.invoke(QUESTION)

    metadata = document.metadata
    assert isinstance(retriever, BaseRetriever)
    assert "dredged in 1931" in document.page_content
    assert metadata["source"] == str(folder / "works.md")
    assert metadata["heading"] == "Works > Harbour"
    assert (metadata["n"], metadata["library"]) == (1, "default")
    text = "\n\n".join(section.text for section in filled.show("works.md").sections)
    assert text[metadata["start"] : metadata["end"]] == document.page_content


def test_metadata_is_flat_and_without_empty_values(filled: Engine) -> None:
    documents = RagdeskRetriever(engine=filled).invoke("bananas and the harbour")
    assert len(documents) >= 2
    values = [value for document in documents for value in document.metadata.values()]
    assert all(isinstance(value, str | int | float) for value in values)


def joined(found: list[Document]) -> str:
    return " ".join(document.page_content for document in found)


def test_the_retriever_works_in_a_chain_and_in_threads(filled: Engine) -> None:
    retriever = RagdeskRetriever(engine=filled, limit=1)
    model = GenericFakeChatModel(messages=iter(["In 1931."]))
    prompt = ChatPromptTemplate.from_template("{passages} {question}")
    chain = {"passages": retriever | joined, "question": RunnablePassthrough()} | prompt | model | StrOutputParser()

    assert chain.invoke(QUESTION) == "In 1931."
    several = retriever.batch([QUESTION, "potassium in bananas"] * 3)
    assert ["harbour" in documents[0].page_content for documents in several] == [True, False] * 3


def test_errors_of_the_engine_pass_through_the_retriever(filled: Engine) -> None:
    with pytest.raises(BadRequest):
        RagdeskRetriever(engine=filled).invoke("  ")


def test_one_engine_searches_through_another(filled: Engine, tmp_path: Path) -> None:
    other = Engine.open(Settings(data_dir=tmp_path / "other"), retriever=RagdeskRetriever(engine=filled))
    passages, through = filled.search(QUESTION).passages, other.search(QUESTION).passages
    other.close()
    assert [replace(passage, chunk_id=0) for passage in passages] == list(through)


NAMES = st.text("abc é/", min_size=1, max_size=8).filter(str.strip)


@given(
    st.builds(
        Passage,
        n=st.just(1),
        document=NAMES,
        title=NAMES,
        place=st.builds(
            Place,
            page=st.none() | st.integers(1, 900),
            heading=st.lists(NAMES, max_size=3).map(tuple),
            start=st.integers(0, 9_000),
            end=st.just(0),
        ),
        text=st.text(min_size=1, max_size=50).filter(str.strip),
        score=st.floats(0, 1),
        language=st.sampled_from(["en", "es", None]),
    )
)
def test_a_passage_survives_being_a_document(passage: Passage) -> None:
    placed = replace(passage, place=replace(passage.place, end=passage.place.start + len(passage.text)))
    assert passages_of([passage_document(placed, "default")]) == (placed,)


def test_readers_give_one_document_for_each_section(filled: Engine, folder: Path) -> None:
    documents = RagdeskLoader(folder / "works.md").load()

    sections = filled.show("works.md").sections
    assert [document.page_content for document in documents] == [section.text for section in sections]
    assert [(document.metadata["start"], document.metadata["end"]) for document in documents] == [
        (section.place.start, section.place.end) for section in sections
    ]
    assert documents[0].metadata["source"] == str(folder / "works.md")
    assert {document.metadata["type"] for document in documents} == {"markdown"}


def test_the_parser_reads_bytes_and_files_alike() -> None:
    report = asset("samples", "lighthouse-museum-report-2024.pdf")
    of_bytes = RagdeskParser().parse(Blob.from_data(report.read_bytes(), path=str(report)))

    assert of_bytes == RagdeskParser().parse(Blob.from_path(report)) == RagdeskLoader(report).load()
    assert of_bytes[0].metadata["page"] == 1
    (of_text,) = RagdeskParser().parse(Blob.from_data("Plain words."))
    assert of_text.page_content == "Plain words."


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing more")
    for path in (broken, tmp_path / "missing.txt"):
        with pytest.raises(CannotRead) as caught:
            RagdeskLoader(path).load()
        assert caught.value.message
        assert caught.value.hint


def test_opening_an_engine_does_not_pay_for_langchain() -> None:
    code = "import sys, ragdesk.engine.engine; sys.exit('langchain_core' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.model
def test_the_bundled_embedder_comes_as_embeddings(model_cache: Path, fast_embedder: Embedder) -> None:
    told: list[str] = []
    embeddings = embeddings_of(Settings(cache_dir=model_cache), told.append)

    assert isinstance(embeddings, Embeddings)
    assert not told
    expected = fast_embedder.encode_questions([QUESTION])[0]
    assert np.allclose(embeddings.embed_query(QUESTION), expected, atol=1e-6)


@pytest.mark.model
def test_the_bundled_chat_model_comes_as_a_chat_model_and_goes_back_in(model_cache: Path, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", cache_dir=model_cache, threads=1)
    model = chat_model_of(settings)
    assert isinstance(model, GgufChatModel)
    assert model.invoke("Say hello.", max_tokens=4).text

    found = [Document(page_content="The harbour was dredged in 1931 by Ana Rey.", metadata={"source": "/a.txt"})]
    engine = Engine.open(settings, chat_model=model, retriever=ListRetriever(documents=found))
    *_, last = engine.ask(QUESTION)
    engine.close()

    assert isinstance(last, AnswerFinished)
    assert last.answer.model == model.path.name
    assert last.answer.budget.prompt_tokens > 0
    assert model.invoke("Say hello.", max_tokens=4).text, "a given model is not closed with the engine"
    model.close()
