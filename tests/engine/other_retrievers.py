"""Retrievers as anybody may write them with LangChain."""

from __future__ import annotations

from typing import Any

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field


class ListRetriever(BaseRetriever):
    """Finds the same documents for every question, and remembers what it was asked."""

    documents: list[Document] = Field(default_factory=list)
    asked: list[str] = Field(default_factory=list)

    def _get_relevant_documents(self, query: str, **_: Any) -> list[Document]:
        self.asked.append(query)
        return self.documents


class FailingRetriever(BaseRetriever):
    """Always raises the same error."""

    error: Exception

    def _get_relevant_documents(self, query: str, **_: Any) -> list[Document]:
        raise self.error
