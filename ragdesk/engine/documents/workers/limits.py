"""What one reader process may use. One record for both sides."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
PDF_START = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Limits:
    """The defaults are those of a person's computer: generous for every honest file, soon enough for a hostile one."""

    seconds: float = 55.0
    """So that the whole file, with the end of its reader, takes less than a minute."""
    seconds_per_megabyte: float = 150.0
    """For PDFs, on top: half a second a page at 3.3 kB, the size of a page of plain text. A page count would have to be
    believed, and a PDF of 4 kB may claim a million pages."""
    most_seconds: float = 900.0
    memory_bytes: int = 900 * MEGABYTE
    """Of RAM. What the libraries have mapped but not touched comes on top, so that 1 GB stays out of reach."""
    drawing_seconds: float = 10.0
    plain_seconds: float = 10.0
    """For a small text, which takes a thousandth of that; longer ones are read in a process of their own."""
    answer_bytes: int = 64 * MEGABYTE
    sections: int = 20_000
    first_start_seconds: float = 60.0
    """For the warm process to start a worker: the first time it imports libraries, perhaps from a slow disk."""
    start_seconds: float = 10.0
    end_seconds: float = 5.0
    """For the warm process to tell of a worker's end."""

    def seconds_for(self, data: bytes) -> float:
        """How long the reading of these bytes may take by the clock on the wall."""
        if PDF_START not in data[:1024]:
            return self.seconds
        return min(self.seconds + self.seconds_per_megabyte * len(data) / MEGABYTE, self.most_seconds)
