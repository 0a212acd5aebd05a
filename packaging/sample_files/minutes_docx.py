"""Writes the minutes of the owners' meeting (Spanish) as a DOCX with headings, lists and two tables."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from docx import Document
from docx.document import Document as DocxDocument

TITLE = "Acta de la junta general ordinaria"
AUTHOR = "Julián Benavides, secretario administrador"

LIFT_OFFERS = (
    ("Empresa", "Precio total", "Plazo de obra", "Garantía"),
    ("Elevadores Marina", "38.400 €", "7 semanas", "5 años"),
    ("Ascensores Norte", "41.250 €", "5 semanas", "3 años"),
    ("Talleres Quevedo", "36.900 €", "12 semanas", "2 años"),
)
BUDGET = (
    ("Partida", "Importe anual"),
    ("Limpieza de escalera y portal", "5.400 €"),
    ("Administración", "2.880 €"),
    ("Seguro del edificio", "2.348 €"),
    ("Reparaciones menores", "2.340 €"),
    ("Electricidad", "2.160 €"),
    ("Mantenimiento del ascensor", "1.980 €"),
    ("Fondo de reserva", "1.900 €"),
    ("Total", "19.008 €"),
)
OPENING = (
    "Comunidad de propietarios de la calle del Faro, 14, Puerto Calima.",
    "En Puerto Calima, a las 19:30 horas del 23 de enero de 2025, se reúne en segunda convocatoria la junta general "
    "ordinaria en la sala pequeña de la Casa de Cultura. Asisten, en persona o representados, 17 de los 24 "
    "propietarios, que suman el 69,40 % de las cuotas. Preside doña Amparo Quiroga (2.º B) y actúa de secretario el "
    "administrador, don Julián Benavides.",
)
Block = str | tuple[tuple[str, ...], ...]
ITEMS: tuple[tuple[str, tuple[Block, ...]], ...] = (
    (
        "1. Lectura y aprobación del acta anterior",
        (
            "El secretario lee el acta de la junta celebrada el 18 de enero de 2024. Se aprueba por unanimidad, sin "
            "enmiendas.",
        ),
    ),
    (
        "2. Cuentas del año 2024",
        (
            "Los ingresos por cuotas fueron de 17.856 € y los gastos, de 16.930 €, de modo que el ejercicio se "
            "cerró con un sobrante de 926 €. El saldo de la cuenta bancaria a 31 de diciembre de 2024 era de 11.274 "
            "€.",
            "Hay un solo recibo pendiente: el local del bajo izquierda debe 372 €, correspondientes a seis "
            "mensualidades. La presidenta hablará con el dueño antes de acudir a otra vía. Las cuentas se aprueban "
            "por unanimidad.",
        ),
    ),
    (
        "3. Sustitución del ascensor",
        (
            "El ascensor, instalado en 1979, estuvo parado 41 días entre octubre y diciembre. El informe de la "
            "inspección señala que ya no se fabrican piezas de repuesto para el cuadro de maniobra. Se han recibido "
            "tres ofertas:",
            LIFT_OFFERS,
            "Doña Rosario Llamas (4.º A) defiende la oferta de Elevadores Marina por su garantía de cinco años. Don "
            "Fermín Oyarzun (1.º C) prefiere esperar un año más. Se elige a Elevadores Marina con 14 votos a "
            "favor, 2 en contra y 1 abstención.",
            "El coste del ascensor se reparte a partes iguales: cada vivienda paga 1.600 €, en ocho plazos "
            "mensuales de 200 € que se cobrarán del 1 de marzo al 1 de octubre de 2025. La obra empezará el 5 de "
            "mayo. Mientras dure, la empresa subirá la compra a los vecinos mayores de setenta años los martes y "
            "los viernes por la mañana.",
        ),
    ),
    (
        "4. Humedades en el garaje",
        (
            "El agua entra por la junta entre el muro norte y la rampa cuando llueve con viento de levante. Se "
            "acepta el presupuesto de Impermeabilizaciones Sanz, de 5.720 €, que se pagará con el saldo de la "
            "cuenta. Los trabajos se harán en la segunda quincena de abril y durarán cuatro días, durante los "
            "cuales no se podrá aparcar en las plazas 1 a 9.",
        ),
    ),
    (
        "5. Presupuesto y cuota de 2025",
        (
            "Para el año 2025 se propone el siguiente presupuesto de gastos ordinarios:",
            BUDGET,
            "La cuota mensual pasa de 62 € a 66 € por vivienda a partir del recibo de febrero; la diferencia de "
            "enero se añadirá a ese mismo recibo. Se aprueba con 16 votos a favor y 1 en contra.",
        ),
    ),
    (
        "6. Normas de convivencia",
        (
            "Se acuerda lo siguiente:",
            "- La azotea podrá usarse para tender la ropa de 8:00 a 21:00 horas; las llaves están en el buzón del "
            "3.º A.",
            "- Las bicicletas se guardarán en el cuarto de contadores y no en el portal. Caben doce.",
            "- Los perros irán atados en el portal y en la escalera.",
            "- Las obras ruidosas en las viviendas se limitan a los días laborables, de 9:00 a 14:00 y de 16:00 a "
            "19:00 horas, y se anunciarán en el tablón con tres días de antelación.",
        ),
    ),
    (
        "7. Renovación de cargos",
        (
            "Doña Amparo Quiroga deja la presidencia después de dos años. Por turno le corresponde a doña Rosario "
            "Llamas, que acepta y será presidenta desde el 1 de febrero de 2025. Don Fermín Oyarzun es elegido "
            "vicepresidente. Don Julián Benavides continúa como administrador.",
        ),
    ),
    (
        "8. Ruegos y preguntas",
        (
            "Doña Begoña Salcedo (3.º C) pide que se cambie la luz del rellano del tercer piso, que parpadea desde "
            "Navidad. El administrador avisará al electricista esta misma semana.",
            "Don Hilario Peña (2.º A) pregunta por la antena. Se responde que la empresa la orientará de nuevo el 6 de "
            "febrero, sin coste.",
            "Sin más asuntos que tratar, se levanta la sesión a las 21:10 horas. Doy fe.",
        ),
    ),
)


def minutes_docx() -> bytes:
    """The same text always gives the same parts: dates are fixed, and the archive carries no clock time."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = TITLE, AUTHOR, "es"
    properties.created = properties.modified = datetime(2025, 1, 27, 10, 0, 0)
    properties.last_modified_by, properties.comments = AUTHOR, ""
    document.add_heading(TITLE, level=0)
    for text in OPENING:
        document.add_paragraph(text)
    document.add_heading("Orden del día y acuerdos", level=1)
    for heading, blocks in ITEMS:
        document.add_heading(heading, level=2)
        for block in blocks:
            _add_block(document, block)
    return _without_clock(document)


def _add_block(document: DocxDocument, block: Block) -> None:
    if isinstance(block, tuple):
        _add_table(document, block)
    elif block.startswith("- "):
        document.add_paragraph(block.removeprefix("- "), style="List Bullet")
    else:
        document.add_paragraph(block)


def _add_table(document: DocxDocument, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Light Grid Accent 1")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph()


def _without_clock(document: DocxDocument) -> bytes:
    saved, clean = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(clean, "w") as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED, 9)
    return clean.getvalue()
