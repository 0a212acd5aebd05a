"""Writes the PDF, the DOCX and the Windows-1252 text of `assets/samples` from the texts in `sample_files/`.

Run `python packaging/make_samples.py`; running it again gives the same files. The Markdown and HTML samples are
written by hand. Needs reportlab, which the test extra installs.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from sample_files.letter_text import letter_bytes
from sample_files.minutes_docx import minutes_docx
from sample_files.report_pdf import report_pdf

SAMPLES = Path(__file__).parent.parent / "assets" / "samples"


def write_samples(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lighthouse-museum-report-2024.pdf").write_bytes(report_pdf())
    (folder / "acta-junta-vecinos-2025.docx").write_bytes(minutes_docx())
    (folder / "carta-tarta-de-almendra.txt").write_bytes(letter_bytes())


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the binary sample files.")
    parser.add_argument("--into", type=Path, default=SAMPLES, help="folder to write to")
    write_samples(parser.parse_args().into)


if __name__ == "__main__":
    main()
