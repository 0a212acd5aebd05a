"""How fast ragdesk is, and how fast the plain recipe is on the same machine in the same run. Run by hand.

usage: python tests/benchmarks/speed.py [--parts ingest,cold,warm,model,again] [--repeat N] [--pages N] [--spans N]
Libraries are kept in --work-dir for the next run. The recipe needs langchain-chroma and langchain-text-splitters, which
ragdesk does not: --recipe-python names an interpreter that has them. Exits with 2 where the visible texts are absent.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from visible_texts import DATA, need_visible_texts
from whole_process import processor

SAMPLES = Path(__file__).parents[2] / "assets" / "samples"
PARTS = ("ingest", "cold", "warm", "model", "again")


def main() -> None:
    options = _options()
    need_visible_texts()
    # Imported only now: they need packages of the test extra.
    import again_speed
    import ingest_speed
    import model_speed
    import warm_speed
    from big_pdf import write_big_pdf

    work_dir: Path = options.work_dir
    work_dir.mkdir(parents=True, exist_ok=True)
    pdf = work_dir / f"collected-{options.pages}.pdf"
    if not pdf.exists():
        write_big_pdf(pdf, options.pages)
    recipe = ingest_speed.Recipe(options.recipe, options.recipe_python)
    _convert_once()
    for part in options.parts.split(","):
        print(f"{part}: {processor()}", flush=True)
        if part == "ingest":
            ingest_speed.measure_ingest(recipe, pdf, options.pages, options.repeat, work_dir)
        elif part == "cold":
            ingest_speed.measure_cold(SAMPLES, pdf, options.repeat, work_dir)
        elif part == "warm":
            warm_speed.measure_warm(options.spans, options.questions, work_dir)
        elif part == "model":
            model_speed.measure_model(recipe, pdf, options.repeat, work_dir)
        elif part == "again":
            again_speed.measure_again(pdf, work_dir)
        else:
            raise SystemExit(f"There is no part {part}; there are {', '.join(PARTS)}.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--repeat", type=int, default=3, help="runs of each whole process; medians are printed")
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--spans", type=int, default=50_000, help="spans of the library of `warm`")
    parser.add_argument("--questions", type=int, default=200, help="questions of `warm`")
    parser.add_argument("--work-dir", type=Path, default=Path(tempfile.gettempdir()) / "ragdesk-speed")
    parser.add_argument("--recipe", type=Path, default=DATA.parent / "bench" / "recipe.py")
    parser.add_argument("--recipe-python", default=sys.executable)
    return parser.parse_args()


def _convert_once() -> None:
    """The embedder's conversion is done once on a computer, and is no part of any figure."""
    from ragdesk.engine.index.embedders import open_embedder
    from ragdesk.engine.model_files.bundled import bundled_chat_model, bundled_embedder
    from ragdesk.paths import cache_dir

    embedder = open_embedder(bundled_embedder(cache_dir()), cache_dir(), on_progress=lambda told: print(f"   {told}"))
    embedder.warm_up()
    bundled_chat_model(cache_dir())


if __name__ == "__main__":
    os.environ.setdefault("NO_COLOR", "1")
    from ragdesk.environment import scrub_environment

    scrub_environment()
    main()
