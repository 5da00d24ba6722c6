"""Gaps, and what a tie would change, as text that a person reads in a terminal."""

from collections.abc import Iterator

from graph.gaps.what_if import Consequences, Shift
from viz.gap_report import Entry, Report, Section
from viz.what_if import differences, or_none

SHOWN = 4
"""How many pieces of evidence are printed below a gap."""


def report_lines(report: Report) -> Iterator[str]:
    """Yield the lines of a report on gaps, under a heading for each study and kind."""
    for chapter in report.chapters:
        if len(report.chapters) > 1:
            yield chapter.study.title
            yield ""
        for section in chapter.sections:
            yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield f"{section.label.upper()} ({len(section.entries)})"
    if section.note:
        yield f"  {section.note}"
    for number, entry in enumerate(section.entries, start=1):
        yield ""
        yield f"{number:3}. {entry.sentence}"
        yield from _below(entry)
    yield ""


def _below(entry: Entry) -> Iterator[str]:
    yield from (f"       {words.line()}" for words in entry.words[:SHOWN])
    if len(entry.words) > SHOWN:
        yield f"       … and {len(entry.words) - SHOWN} more (--format json has all)"
    numbers = ", ".join(f"{name} {value}" for name, value in entry.numbers)
    yield f"       [{entry.id}: {numbers}]"
    yield f"       Ask: {entry.question}"


def consequence_lines(found: Consequences) -> Iterator[str]:
    """Yield the lines that say what ties would change."""
    yield from (f"If {each.words} ({each.tie.direction}):" for each in found.ties)
    for heading, gaps in (("CLOSE", found.closed), ("OPEN", found.opened)):
        yield ""
        yield f"GAPS THAT WOULD {heading} ({len(gaps)})"
        yield from (f"  {gap.id}: {gap.sentence}" for gap in gaps)
    yield ""
    yield f"GAPS THAT WOULD CHANGE ({len(found.changed)})"
    for change in found.changed:
        yield f"  {change.after.id}: {change.after.sentence}"
        yield from (f"    {line}" for line in differences(change))
    yield ""
    yield f"NUMBERS THAT WOULD CHANGE ({len(found.shifts)})"
    yield from (f"  {_moved(shift)}" for shift in sorted(found.shifts, key=_constraint_first))


def _constraint_first(shift: Shift) -> tuple[bool, str, float]:
    """Order by measure, and within one by how much it falls."""
    return shift.name != "constraint", shift.name, (shift.after or 0) - (shift.before or 0)


def _moved(shift: Shift) -> str:
    return f"{shift.name} of “{shift.role_label}”: {or_none(shift.before)} → {or_none(shift.after)}"
