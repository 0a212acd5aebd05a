"""A folder of mixed documents, and changes to it as a user makes them between two runs of `add`."""

from __future__ import annotations

import random
from pathlib import Path

import docx

from tests.long_pdf import long_pdf, plain_sentence

_ALWAYS_THERE = ("long.pdf", "broken.pdf", "empty.txt")


class MixedFolder:
    """Text, Markdown, HTML, DOCX and one longer PDF, an empty and a broken file; each text holds a word of its own."""

    def __init__(self, folder: Path, documents: int, pdf_pages: int, seed: int) -> None:
        self.folder = folder
        self._name = folder.name
        self._documents = documents
        self._pdf_pages = pdf_pages
        self._draw = random.Random(seed)
        self._made = 0
        folder.mkdir(parents=True)
        (folder / "long.pdf").write_bytes(long_pdf(pdf_pages))
        (folder / "broken.pdf").write_bytes(f"%PDF-1.7\nnothing more of {self._name}\n".encode())
        (folder / "empty.txt").write_bytes(b"")
        for _ in range(documents - 3):
            self._add()

    def change(self, times: int | None = None) -> list[str]:
        """Edit, rename, delete and add a few files; what was done, for the record."""
        done = []
        for _ in range(times or self._draw.randint(2, 5)):
            has_room = len(self.files()) < self._documents
            come_or_go = (self._add, self._copy) if has_room else (self._delete, self._delete)
            doings = (self._edit, self._edit, self._rename, *come_or_go, self._lengthen_pdf)
            done.append(self._draw.choice(doings)())
        return done

    def files(self) -> list[Path]:
        """All files."""
        return sorted(self.folder.iterdir())

    def _add(self) -> str:
        self._made += 1
        suffix = (".txt", ".md", ".html", ".docx")[self._made % 4]
        path = self.folder / f"document-{self._made:03d}{suffix}"
        self._write(path, self._word())
        return f"add {path.name}"

    def _word(self) -> str:
        return f"wort{self._name}{self._made:04d}"

    def _write(self, path: Path, word: str) -> None:
        body = [f"{self._paragraph()} Noted by {word}." for _ in range(3)]
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

    def _paragraph(self) -> str:
        return " ".join(plain_sentence(self._draw) for _ in range(5))

    def _edit(self) -> str:
        files = self._files("*.txt") + self._files("*.md")
        if not files:
            return self._add()
        path = self._draw.choice(files)
        self._made += 1
        text = path.read_text("utf-8")
        path.write_text(f"{text}\nAdded later by {self._word()}. {self._paragraph()}\n", "utf-8")
        return f"edit {path.name}"

    def _rename(self) -> str:
        # Only files with titles of their own: the header of other texts is the name that the file had first.
        files = self._files("*.md") + self._files("*.html")
        if not files:
            return self._add()
        path = self._draw.choice(files)
        self._made += 1
        path.rename(path.with_name(f"renamed-{self._made:03d}{path.suffix}"))
        return f"rename {path.name}"

    def _copy(self) -> str:
        files = self._files("*.md") + self._files("*.html")
        if not files:
            return self._add()
        path = self._draw.choice(files)
        self._made += 1
        path.with_name(f"copy-{self._made:03d}{path.suffix}").write_bytes(path.read_bytes())
        return f"copy {path.name}"

    def _delete(self) -> str:
        path = self._draw.choice([path for path in self.files() if path.name not in _ALWAYS_THERE])
        path.unlink()
        return f"delete {path.name}"

    def _lengthen_pdf(self) -> str:
        self._pdf_pages += 1
        (self.folder / "long.pdf").write_bytes(long_pdf(self._pdf_pages))
        return f"lengthen long.pdf to {self._pdf_pages} pages"

    def _files(self, pattern: str) -> list[Path]:
        return sorted(path for path in self.folder.glob(pattern) if path.stat().st_size)
