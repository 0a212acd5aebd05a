"""The texts of `calibration.txt`, shaped like the spans that an embedder meets."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

LANGUAGES = ("en", "es")
# Distances at which two sentences are joined into a span of about 40 words: odd, so that no pair occurs twice.
PARTNERS = (1, 7)
# More texts make the conversion slower, not closer.
CALIBRATION_TEXTS = 300
HEADERS = {"en": "Manual > Notes: ", "es": "Manual > Notas: "}


def calibration_spans() -> list[str]:
    """Texts in turn from both languages: pairs of sentences, pairs under a header, single sentences."""
    spans: list[str] = []
    for language in LANGUAGES:
        sentences = _sentences("calibrate", language)
        bare, headed = (_pairs(sentences, distance) for distance in PARTNERS)
        spans += [*bare, *(HEADERS[language] + span for span in headed), *sentences]
    half = len(spans) // 2
    return [span for both in zip(spans[:half], spans[half:], strict=True) for span in both][:CALIBRATION_TEXTS]


def check_sentences(language: str) -> list[str]:
    """Sentences that took no part in the calibration."""
    return _sentences("check", language)


def check_spans(language: str) -> list[str]:
    """The same, as spans of about 40 words."""
    return _pairs(check_sentences(language), 5)


def _pairs(sentences: Sequence[str], distance: int) -> list[str]:
    return [f"{sentence} {sentences[(n + distance) % len(sentences)]}" for n, sentence in enumerate(sentences)]


def _sentences(purpose: str, language: str) -> list[str]:
    text = files(__package__).joinpath("calibration.txt").read_text(encoding="utf-8")
    part = text.split(f"[{purpose} {language}]\n", 1)[1]
    return [line for line in part.split("\n[", 1)[0].splitlines() if line]
