"""A folder of mixed documents, and changes to it as a user makes them between two runs of `add`."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import docx

from tests.long_pdf import long_pdf


class MixedFolder:
    """Text, Markdown, HTML, DOCX and one long PDF, an empty and a broken file; each text holds a word of its own."""

    def __init__(self, folder: Path, paragraphs: Sequence[str], documents: int, pdf_pages: int, seed: int) -> None:
        self.folder = folder
        self._paragraphs = paragraphs
        self._pdf_pages = pdf_pages
        self._draw = random.Random(seed)
        self._made = 0
        folder.mkdir(parents=True)
        (folder / "long.pdf").write_bytes(long_pdf(pdf_pages))
        (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more\n")
        (folder / "empty.txt").write_bytes(b"")
        for _ in range(documents - 3):
            self._add()

    def change(self) -> list[str]:
        """Edit, rename, delete and add a few files; what was done, for the record."""
        done = []
        for _ in range(self._draw.randint(2, 5)):
            doings = (self._edit, self._edit, self._add, self._rename, self._delete, self._lengthen_pdf)
            done.append(self._draw.choice(doings)())
        return done

    def _add(self) -> str:
        self._made += 1
        suffix = (".txt", ".md", ".html", ".docx")[self._made % 4]
        path = self.folder / f"document-{self._made:03d}{suffix}"
        self._write(path, f"wort{self._made:04d}")
        return f"add {path.name}"

    def _write(self, path: Path, word: str) -> None:
        body = [f"{paragraph} Noted by {word}." for paragraph in self._draw.sample(self._paragraphs, 4)]
        title = f"Notes of {word}"
        if path.suffix == ".docx":
            document = docx.Document()
            document.core_properties.title = title
            document.add_heading(title, 1)
            for paragraph in body:
                document.add_paragraph(paragraph)
            document.save(str(path))
        elif path.suffix == ".html":
            text = "".join(f"<p>{paragraph}</p>" for paragraph in body)
            html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{text}</body></html>"
            path.write_text(html, "utf-8")
        else:
            mark = "# " if path.suffix == ".md" else ""
            path.write_text(f"{mark}{title}\n\n" + "\n\n".join(body) + "\n", "utf-8")

    def _edit(self) -> str:
        path = self._draw.choice(self._files("*.txt") + self._files("*.md"))
        self._made += 1
        text = path.read_text("utf-8")
        later = f"Added later by wort{self._made:04d}. {self._draw.choice(self._paragraphs)}"
        path.write_text(f"{text}\n{later}\n", "utf-8")
        return f"edit {path.name}"

    def _rename(self) -> str:
        # Only files with titles of their own: the header of other texts is the name that the file had first.
        path = self._draw.choice(self._files("*.md") + self._files("*.html"))
        self._made += 1
        path.rename(path.with_name(f"renamed-{self._made:03d}{path.suffix}"))
        return f"rename {path.name}"

    def _delete(self) -> str:
        path = self._draw.choice(self._files("*.html") + self._files("*.docx"))
        path.unlink()
        self._add()
        return f"delete {path.name}, add another"

    def _lengthen_pdf(self) -> str:
        self._pdf_pages += 5
        (self.folder / "long.pdf").write_bytes(long_pdf(self._pdf_pages))
        return f"lengthen long.pdf to {self._pdf_pages} pages"

    def _files(self, pattern: str) -> list[Path]:
        return sorted(path for path in self.folder.glob(pattern) if path.stat().st_size)
