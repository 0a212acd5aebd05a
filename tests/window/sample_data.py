"""What the FakeEngine of the window's tests holds at first: documents, texts and answers in English and Spanish."""

from __future__ import annotations

from collections.abc import Sequence

from ragdesk.protocol.engine_records import BackupRecord, Check, ProcessRecord, SourceRecord
from ragdesk.protocol.records import (
    Answer,
    Budget,
    DocumentId,
    DocumentRecord,
    Passage,
    Place,
    Quote,
    Searched,
    SectionRecord,
    Sentence,
    Status,
    Timings,
)
from ragdesk.protocol.setting_records import ChatModelRecord, SettingRecord

FOLDER = "/home/ana/Documents/Museum"
MODEL = "SmolLM2-135M-Instruct"
REPORT, MINUTES, GUIDE = f"{FOLDER}/report-2024.pdf", f"{FOLDER}/acta-2025.docx", f"{FOLDER}/user-guide.md"

REPORT_SECTIONS = (
    (
        1,
        "The museum in 2024",
        "The lighthouse museum of Puerto Calima opened 212 days in 2024. It had 18,420 visitors.",
    ),
    (
        2,
        "Ticket income",
        "Ticket income in 2024 was 61,930 euros. That is 8 % more than in 2023. Guided tours brought 9,400 euros.",
    ),
    (3, "The lens", "The Fresnel lens was cleaned in March. Its clockwork is wound by hand every four hours."),
)
MINUTES_SECTIONS = (
    (None, "Acta de la junta", "La junta de vecinos se reunió el 12 de mayo de 2025 con 14 asistentes."),
    (None, "Acuerdos", "Se aprobó pintar la fachada en septiembre. La cuota sube a 45 euros al mes."),
)
GUIDE_SECTIONS = (
    (None, "Adding files", "Drop a folder on the window. Your files are only read, never changed."),
    (None, "Asking", "Type a question and press Enter. Each sentence shows where it stands."),
)


def sections(texts: Sequence[tuple[int | None, str, str]]) -> tuple[SectionRecord, ...]:
    """Sections with the offsets that joining by a blank line gives."""
    made, start = [], 0
    for page, heading, text in texts:
        made.append(SectionRecord(Place(page, (heading,), start, start + len(text)), text))
        start += len(text) + 2
    return tuple(made)


TEXTS = {REPORT: sections(REPORT_SECTIONS), MINUTES: sections(MINUTES_SECTIONS), GUIDE: sections(GUIDE_SECTIONS)}


def document(
    n: int, path: str, title: str, status: Status = "ready", *, type: str | None = "pdf", pages: int | None = None,
    pages_read: int | None = None, language: str | None = "en", reason: str | None = None, code: str | None = None,
    size_bytes: int = 240_000, pages_by_ocr: int = 0,
) -> DocumentRecord:  # fmt: skip
    """A document as the catalogue would hold it."""
    has_text = status in ("ready", "partly")
    return DocumentRecord(
        id=DocumentId(n),
        document=path,
        title=title,
        status=status,
        reason=reason,
        type=type,
        size_bytes=size_bytes,
        pages=pages,
        pages_read=pages if pages_read is None else pages_read,
        chunks=12 if has_text else 0,
        language=language if has_text else None,
        read_at="2026-11-20T10:00:00+00:00" if status != "waiting" else None,
        reason_code=code,
        modified_at="2025-05-13T08:30:00+00:00",
        sections=3 if has_text else 0,
        pages_by_ocr=pages_by_ocr,
    )


def documents() -> list[DocumentRecord]:
    """All states, most types, both languages."""
    return [
        document(1, REPORT, "Lighthouse museum report 2024", pages=3),
        document(2, MINUTES, "Acta de la junta de vecinos 2025", type="docx", language="es", size_bytes=41_000),
        document(3, GUIDE, "The ragdesk user guide", type="markdown", size_bytes=9_400),
        document(4, f"{FOLDER}/carta-tarta.txt", "Carta con la receta de la tarta", type="text", language="es"),
        document(5, f"{FOLDER}/visiting.html", "Visiting Puerto Calima", type="html"),
        document(
            6, f"{FOLDER}/scan-1987.pdf", "Deed of 1987 (scan)", "partly", pages=12, pages_read=9, code="no_text",
            reason="3 of 12 pages hold no text.", size_bytes=8_300_000, pages_by_ocr=2,
        ),
        document(
            7, f"{FOLDER}/budget.xlsx", "budget.xlsx", "skipped", type=None, code="unsupported",
            reason="ragdesk cannot read this kind of file yet.",
        ),
        document(
            8, f"{FOLDER}/contract.pdf", "contract.pdf", "failed", code="encrypted", reason="It needs its password.",
        ),
        document(
            9, f"{FOLDER}/broken.docx", "broken.docx", "failed", type="docx", code="broken",
            reason="The file is broken.",
        ),
        document(10, f"{FOLDER}/minutes-2026.pdf", "minutes-2026.pdf", "waiting", pages=None),
    ]  # fmt: skip


def passage(n: int, path: str, title: str, at: int, score: float = 0.9) -> Passage:
    """A section as a passage."""
    one = TEXTS[path][at]
    return Passage(n, path, title, one.place, one.text, score, chunk_id=n, language="es" if path == MINUTES else "en")


def quote(n: int, path: str, title: str, at: int, text: str, passage: int, score: float = 0.9) -> Quote:
    """A sentence of a section, with its place in the document's text."""
    section = TEXTS[path][at]
    start = section.place.start + section.text.index(text)
    place = Place(section.place.page, section.place.heading, start, start + len(text))
    return Quote(n, path, title, place, text, score, passage)


PASSAGES = (
    passage(1, REPORT, "Lighthouse museum report 2024", 1),
    passage(2, REPORT, "Lighthouse museum report 2024", 0, 0.7),
    passage(3, MINUTES, "Acta de la junta de vecinos 2025", 1, 0.5),
)
QUOTES = (
    quote(1, REPORT, "Lighthouse museum report 2024", 1, "Ticket income in 2024 was 61,930 euros.", 1),
    quote(2, REPORT, "Lighthouse museum report 2024", 1, "Guided tours brought 9,400 euros.", 1, 0.8),
    quote(3, MINUTES, "Acta de la junta de vecinos 2025", 1, "La cuota sube a 45 euros al mes.", 3, 0.5),
)
SENTENCES = (
    Sentence("Ticket income in 2024 was 61,930 euros.", True, (1,)),
    Sentence("Guided tours brought a further 9,400 euros.", True, (1, 2)),
    Sentence("That paid for 14 new lamps.", False, (), ("14",)),
)
SPANISH_SENTENCES = (
    Sentence("La cuota sube a 45 euros al mes.", True, (3,)),
    Sentence("La fachada se pinta en octubre.", False),
)
MARKDOWN = """**Income** in 2024, by source:

| Source | Euros |
|---|---:|
| Tickets | 61,930 |
| Guided tours | 9,400 |

- tickets first
- then tours

```python
income = 61_930 + 9_400  # euros
print(f"{income:,}")
```
"""


def answer(
    question: str, *, text: str = "", sentences: tuple[Sentence, ...] = SENTENCES, language: str = "en"
) -> Answer:
    """An answer of the chat model on the sample's quotes."""
    return Answer(
        question=question,
        text=text or " ".join(one.text for one in sentences),
        found=True,
        evidence="enough",
        origin="model",
        sentences=sentences,
        quotes=QUOTES,
        passages=PASSAGES,
        searched=Searched(6, 10),
        model=MODEL,
        budget=Budget(4096, 1310, 64, (1, 2), (3,)),
        timings=Timings(38.0, 700.0, 2400.0),
        language=language,
    )


def nothing_found(question: str, language: str) -> Answer:
    """What is said where the documents hold nothing about the question."""
    return Answer(
        question=question,
        text="No está en tus documentos." if language == "es" else "Not in your documents.",
        found=False,
        evidence="none",
        origin="nothing",
        sentences=(),
        quotes=(),
        passages=(),
        searched=Searched(6, 10),
        model=None,
        budget=Budget(),
        timings=Timings(31.0, None, 33.0),
        language=language,
        nearest=("Visiting Puerto Calima", "Lighthouse museum report 2024"),
    )


def closest_only(question: str) -> Answer:
    """Weak evidence: the quotes alone, and why no model was asked."""
    return Answer(
        question=question,
        text=QUOTES[1].text,
        found=True,
        evidence="weak",
        origin="quotes",
        sentences=(Sentence(QUOTES[1].text, True, (2,)),),
        quotes=QUOTES[1:],
        passages=PASSAGES,
        searched=Searched(6, 10),
        model=None,
        budget=Budget(),
        timings=Timings(35.0, None, 36.0),
        language="en",
        note="Your documents touch on this, but may not answer it; these are the closest passages.",
    )


def settings() -> list[SettingRecord]:
    """One or two of each kind, in all groups."""
    one = SettingRecord
    return [
        one("language", "general", "Language", "", "choice", "system", "system", choices=("system", "en", "es")),
        one("data_dir", "general", "Data folder", "Where all is kept.", "folder", "", "", applies="next start"),
        one("passages", "search", "Passages", "How many are found.", "whole", "10", "10", 1, 50),
        one("min_score", "search", "Least score", "What is too far off.", "number", "0.25", "0.25", 0, 1),
        one("chat_model", "models", "Chat model", "A GGUF file.", "file", "", "", applies="next model"),
        one("context", "models", "Context", "How much it reads.", "whole", "4096", "4096", 512, 32768, unit="tokens"),
        one("use_model", "answering", "Answer with the model", "Or quotes only.", "yes_no", "yes", "yes"),
        one("offline", "privacy", "Stay offline", "The kernel refuses networks.", "yes_no", "yes", "yes"),
        one("theme", "appearance", "Colours", "Light, dark or contrast.", "choice", "system", "system",
            choices=("system", "light", "dark", "contrast")),
        one("text_percent", "appearance", "Size of text", "", "whole", "100", "100", 75, 200, unit="%"),
        one("reduce_motion", "appearance", "Less motion", "", "choice", "system", "system",
            choices=("system", "yes", "no")),
        one("shortcuts", "shortcuts", "Keys", "Your own keys.", "keys", "", ""),
    ]  # fmt: skip


def chat_models() -> list[ChatModelRecord]:
    """The bundled one, a better one, and one that is too large."""
    return [
        ChatModelRecord(MODEL, None, 145_000_000, True, True, "Bundled; writes simple English."),
        ChatModelRecord("Qwen2.5-3B-Instruct-Q4", "/home/ana/models/qwen-3b.gguf", 2_100_000_000, False, True),
        ChatModelRecord("Llama-3-70B", "/home/ana/models/llama-70b.gguf", 42_000_000_000, False, False, "Needs 44 GB."),
    ]


def checks() -> list[Check]:
    """What the doctor finds."""
    return [
        Check("Catalogue", True, "catalogue.db: ok"),
        Check("Chat model", True, f"{MODEL}, 4096 tokens of context", facts={"file": "/models/smollm2.gguf"}),
        Check("Process", True, "no memory dumps, private files, a working folder of its own"),
        Check(
            "Data folder",
            False,
            "0.7 GB free in /home/ana/.local",
            "The disk is nearly full: free some space before you add more.",
        ),
    ]


def sources() -> list[SourceRecord]:
    """A followed folder and one that cannot be reached."""
    return [
        SourceRecord(FOLDER, True, "followed", 10, ("*.tmp",), "2026-11-20T10:00:00+00:00"),
        SourceRecord("/media/stick/Archive", True, "offline", 0),
    ]


def backups() -> list[BackupRecord]:
    return [BackupRecord("2026-11-20", "2026-11-20T10:00:00+00:00", 1_200_000, 10)]


def processes() -> tuple[ProcessRecord, ...]:
    return (ProcessRecord("engine", 4711, 410_000_000), ProcessRecord("chat worker", 4712, 390_000_000, "loaded"))
