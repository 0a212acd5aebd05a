"""What came of a conversion: how close to the original, how fast, used or not. JSON beside the model."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

REPORT_FILE = "report.json"
LEAST_MEAN_COSINE = 0.99
# A text may come newly among the first ten only if the original saw it about as near as its own tenth. MiniLM loses
# 0.014 to 0.020 on our check texts, and no nDCG on three test sets; the limit leaves half as much again.
ORDER_NOISE = 0.03


@dataclass(frozen=True, slots=True)
class ConversionReport:
    cosine_mean: dict[str, float]
    """Language -> mean cosine between the converted model's vectors and the original's."""
    cosine_least: dict[str, float]
    shared_top_ten: float
    """Share of the original's ten nearest texts that are among the converted model's ten."""
    order_loss: float
    """How much worse, in the original's cosine, the worst text is that came newly among ten nearest."""
    texts_per_second_original: float
    texts_per_second_converted: float
    seconds: float
    file_sizes: dict[str, int]
    """Name -> bytes: a file that a power cut shortened is noticed by them."""
    versions: dict[str, str]
    processor: str

    @property
    def refusal(self) -> str:
        """Why the converted model must not be used; empty if it may."""
        if min(self.cosine_mean.values()) < LEAST_MEAN_COSINE or self.order_loss > ORDER_NOISE:
            return "it did not agree closely enough with the original"
        if self.texts_per_second_converted <= self.texts_per_second_original:
            return "it is not faster than the original on this computer"
        return ""

    def write(self, folder: Path) -> None:
        (folder / REPORT_FILE).write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")


def read_report(folder: Path) -> ConversionReport | None:
    """None where there is none that can be understood."""
    try:
        content = json.loads((folder / REPORT_FILE).read_text(encoding="utf-8"))
        return ConversionReport(**{field.name: content[field.name] for field in fields(ConversionReport)})
    except (OSError, ValueError, TypeError, KeyError):
        return None
