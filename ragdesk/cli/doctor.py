"""`ragdesk doctor`: everything that ragdesk rests on, tried out."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from ragdesk.cli.as_json import doctor_json
from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.opening import Session
from ragdesk.cli.options import AsJson, session_of
from ragdesk.cli.output import Output, Piece, Styled
from ragdesk.protocol.engine_records import Check
from ragdesk.protocol.errors import RagdeskError

HEADINGS = ("", "Check", "Found", "What to do")


def doctor(context: typer.Context, as_json: AsJson = False) -> int:
    """Try everything that ragdesk rests on, and say what was found."""
    checks = _checks(session_of(context))
    if as_json:
        JsonLines.standard().write(doctor_json(checks))
    else:
        output = Output.standard()
        output.table(HEADINGS, [_row(check, output) for check in checks])
    return 0 if all(check.ok for check in checks) else 1


def _checks(session: Session) -> Sequence[Check]:
    """A data folder that cannot be opened is a finding, not a failure of the doctor."""
    try:
        # On a new computer there is no data folder yet, and whether one can be made is part of the examination.
        with session.engine(create=session.may_make_library()) as engine:
            return engine.doctor()
    except RagdeskError as error:
        return [Check("Data folder", ok=False, found=error.message, hint=error.hint)]


def _row(check: Check, output: Output) -> tuple[Piece, ...]:
    symbol, word, style = ("✓ ", "ok", "green") if check.ok else ("✗ ", "failed", "red")
    facts = "; ".join(f"{name} {value}" for name, value in check.facts.items())
    found = f"{check.found} ({facts})" if facts else check.found
    return (Styled((symbol if output.is_terminal else "") + word, style), check.name, found, check.hint)
