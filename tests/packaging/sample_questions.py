"""Questions about `assets/samples`, each with the place and words of a right quote; input of end-to-end tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

REPORT = "lighthouse-museum-report-2024.pdf"
VISITING = "visiting-puerto-calima.html"
GUIDE = "user-guide.md"
GUIA = "guia-del-usuario.md"
ACTA = "acta-junta-vecinos-2025.docx"
CARTA = "carta-tarta-de-almendra.txt"


@dataclass(frozen=True, slots=True)
class SampleQuestion:
    """A question and where its answer stands. `words` stand in one sentence or one table row of `document`."""

    text: str
    language: Literal["en", "es"]
    document: str | None = None
    """None where no sample answers the question."""
    page: int | None = None
    heading: str | None = None
    """The innermost heading above the answer; None for files without headings, and for the PDF, which goes by page."""
    words: tuple[str, ...] = ()
    is_in_table: bool = False


DEMO = (
    SampleQuestion("What did the restoration of the lens cost?", "en", REPORT, 4, words=("cost €46,800",)),
    SampleQuestion(
        "¿A cuántos grados y cuántos minutos se hornea la tarta?",
        "es",
        CARTA,
        words=("170 grados", "40 minutos"),
    ),
    SampleQuestion("Who composed the opera The Magic Flute?", "en"),
)

ENGLISH = (
    SampleQuestion(
        "Which was the busiest month of the museum?", "en", REPORT, 2, words=("August was the busiest month",)
    ),
    SampleQuestion("When was the light shown for the first time?", "en", REPORT, 3, words=("3 October 1871",)),
    SampleQuestion("Who was the last keeper of the lighthouse?", "en", REPORT, 3, words=("last keeper, Benigno Arce",)),
    SampleQuestion("How many glass prisms were cracked and cast anew?", "en", REPORT, 4, words=("19 were cracked",)),
    SampleQuestion("How large may a school group be?", "en", REPORT, 5, words=("up to 28 pupils",)),
    SampleQuestion("How high are the reserves of the museum?", "en", REPORT, 6, words=("€112,453",)),
    SampleQuestion(
        "How much did the museum spend on salaries?", "en", REPORT, 6, words=("Salaries", "88,400"), is_in_table=True
    ),
    SampleQuestion("Who was lost in the wreck of the Adelaide Ross?", "en", REPORT, 7, words=("Samuel Prior",)),
    SampleQuestion("What will the solar panels cost?", "en", REPORT, 8, words=("€18,500",)),
    SampleQuestion(
        "How long does the ferry crossing take?", "en", VISITING, heading="The ferry", words=("takes 35 minutes",)
    ),
    SampleQuestion(
        "On which beach are dogs welcome all year?", "en", VISITING, heading="Beaches", words=("Cala Honda all year",)
    ),
    SampleQuestion(
        "Can ragdesk read a scanned PDF?",
        "en",
        GUIDE,
        heading="Encrypted, broken and scanned files",
        words=("scan", "cannot read text from pictures", "skipped"),
    ),
    SampleQuestion(
        "What happens to finished documents when I press Ctrl-C?",
        "en",
        GUIDE,
        heading="Interrupting and crashes",
        words=("Documents that were finished stay finished",),
    ),
)

SPANISH = (
    SampleQuestion(
        "¿Qué empresa fue elegida para el ascensor?",
        "es",
        ACTA,
        heading="3. Sustitución del ascensor",
        words=("Se elige a Elevadores Marina",),
    ),
    SampleQuestion(
        "¿Cuánto paga cada vivienda por el ascensor?",
        "es",
        ACTA,
        heading="3. Sustitución del ascensor",
        words=("cada vivienda paga 1.600 €",),
    ),
    SampleQuestion(
        "¿Qué precio ofreció Ascensores Norte?",
        "es",
        ACTA,
        heading="3. Sustitución del ascensor",
        words=("Ascensores Norte", "41.250 €"),
        is_in_table=True,
    ),
    SampleQuestion(
        "¿Quién arreglará las humedades del garaje?",
        "es",
        ACTA,
        heading="4. Humedades en el garaje",
        words=("Impermeabilizaciones Sanz",),
    ),
    SampleQuestion(
        "¿A cuánto sube la cuota mensual en 2025?",
        "es",
        ACTA,
        heading="5. Presupuesto y cuota de 2025",
        words=("de 62 € a 66 €",),
    ),
    SampleQuestion(
        "¿Dónde se guardarán las bicicletas?",
        "es",
        ACTA,
        heading="6. Normas de convivencia",
        words=("cuarto de contadores",),
    ),
    SampleQuestion(
        "¿Quién será la nueva presidenta de la comunidad?",
        "es",
        ACTA,
        heading="7. Renovación de cargos",
        words=("Rosario Llamas",),
    ),
    SampleQuestion("¿Cuánta almendra molida lleva la tarta?", "es", CARTA, words=("250 gramos de almendra molida",)),
    SampleQuestion("¿A qué precio está la almendra en el mercado?", "es", CARTA, words=("14,50 € el kilo",)),
    SampleQuestion("¿Cómo se llama el gato de Begoña?", "es", CARTA, words=("El gato Ñito",)),
    SampleQuestion(
        "¿Qué formatos de archivo lee el programa?",
        "es",
        GUIA,
        heading="Qué formatos lee",
        words=("PDF, DOCX, HTML, Markdown y texto sin formato",),
    ),
    SampleQuestion(
        "¿Qué pasa si se llena el disco?",
        "es",
        GUIA,
        heading="Disco lleno y otros avisos",
        words=("Si se llena el disco", "conserva lo que ya estaba guardado"),
    ),
    SampleQuestion(
        "¿Se tocan mis archivos originales al quitar un documento?",
        "es",
        GUIA,
        heading="Quitar documentos",
        words=("El archivo original no se toca",),
    ),
)

UNANSWERABLE = (
    SampleQuestion("What is the boiling point of liquid nitrogen?", "en"),
    SampleQuestion("Who won the football world cup in Mexico?", "en"),
    SampleQuestion("How is a kidney transplant carried out?", "en"),
    SampleQuestion("¿Cuál es la capital de Mongolia?", "es"),
    SampleQuestion("¿Quién pintó el techo de la Capilla Sixtina?", "es"),
    SampleQuestion("¿Cómo se cambia la rueda de una motocicleta?", "es"),
)

HIDDEN = ("Note for the web editor", "counter for the guest book", "showSeason")
"""Words that stand in the HTML sample but that no reader of the page sees: searching must not find them."""

ALL = DEMO + ENGLISH + SPANISH + UNANSWERABLE
