"""The few sentences that ragdesk itself says inside an answer, in the language of the question."""

from __future__ import annotations

from collections.abc import Sequence

_NOTHING = {
    "en": "There is nothing in your documents about this.",
    "es": "En tus documentos no hay nada sobre esto.",
}
_NEAREST = {"en": "The nearest documents: {titles}.", "es": "Los documentos más cercanos: {titles}."}
_EMPTY = {
    "en": "This library holds no text yet. Add a folder first.",
    "es": "Esta biblioteca todavía no contiene texto. Añade primero una carpeta.",
}
_WEAK = {
    "en": "Your documents touch on this, but may not answer it; these are the closest passages.",
    "es": "Tus documentos tratan algo parecido, pero quizá no lo respondan; estos son los pasajes más cercanos.",
}
_UNSUPPORTED = {
    "en": "The model's answer was not borne out by your documents, so only what they say is shown.",
    "es": "La respuesta del modelo no se apoyaba en tus documentos, así que solo se muestra lo que estos dicen.",
}
_NO_MODEL = {
    "en": "The chat model could not be used: {why}",
    "es": "No se pudo usar el modelo de chat: {why}",
}
_NO_TEXT_CHOSEN = {
    "en": "None of the chosen documents has text that can be searched.",
    "es": "Ninguno de los documentos elegidos contiene texto en el que se pueda buscar.",
}
_NOTHING_CHOSEN = {
    "en": "There is nothing in the chosen documents about this.",
    "es": "En los documentos elegidos no hay nada sobre esto.",
}
_STOPPED = {"en": "Stopped before the end.", "es": "Detenida antes de terminar."}


def nothing_found(language: str, nearest: Sequence[str], *, is_scoped: bool = False) -> str:
    """Says no, and names the nearest documents."""
    said = _in(_NOTHING_CHOSEN if is_scoped else _NOTHING, language)
    titles = ", ".join(f"“{title}”" for title in nearest)
    return f"{said} {_in(_NEAREST, language).format(titles=titles)}" if titles else said


def library_is_empty(language: str, *, is_scoped: bool = False) -> str:
    """Nothing could be searched at all."""
    return _in(_NO_TEXT_CHOSEN if is_scoped else _EMPTY, language)


def closest_passages_only(language: str) -> str:
    """Why there are quotes only: no model was asked, or it did not find the answer in the passages either."""
    return _in(_WEAK, language)


def answer_not_supported(language: str) -> str:
    """Why the quotes stand in the place of the model's answer."""
    return _in(_UNSUPPORTED, language)


def model_not_used(language: str, why: str) -> str:
    """The model failed; the quotes are there all the same."""
    return _in(_NO_MODEL, language).format(why=why)


def stopped_early(language: str) -> str:
    """The user did not let the model write to its end."""
    return _in(_STOPPED, language)


def _in(sentences: dict[str, str], language: str) -> str:
    return sentences.get(language, sentences["en"])
