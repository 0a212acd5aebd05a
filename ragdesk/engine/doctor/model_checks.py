"""Checks of the models: they are opened and used."""

from __future__ import annotations

import numpy as np

from ragdesk.engine.answer.chat_models import ChatModels
from ragdesk.engine.search_models import SearchModels
from ragdesk.protocol.engine_records import Check
from ragdesk.protocol.events import AnswerPending


def check_embedder(models: SearchModels) -> Check:
    embedder = models.embedder
    near, far = embedder.encode(["The harbour was dredged in 1931.", "Bananas are rich in potassium."])
    question = embedder.encode_questions(["When was the harbour dredged?"])[0]
    is_right = float(question @ near) > float(question @ far) and np.isfinite(near).all()
    facts = {"route": embedder.route, "note": embedder.route_note}
    hint = "" if is_right else "Its vectors make no sense: delete the cache folder, it is made anew."
    return Check("Search model", bool(is_right), embedder.fingerprint, hint, facts)


def check_chat_model(chat_models: ChatModels) -> Check:
    chat = chat_models.open()
    from langchain_core.messages import HumanMessage

    chunks = chat.write([HumanMessage("Say yes.")], max_tokens=4)
    said = "".join(str(chunk.text) for chunk in chunks if not isinstance(chunk, AnswerPending)).strip()
    hint = "" if said else "It loads but writes nothing: choose another GGUF file with --model."
    facts = {"device": chat_models.device} if chat_models.device else {}
    return Check("Chat model", bool(said), f"{chat.name}, {chat.context_tokens} tokens of context", hint, facts)
