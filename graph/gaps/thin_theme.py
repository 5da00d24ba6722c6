"""Thin themes: themes without sub-themes that rest on few respondents, one method or one sector.

One method or sector is a gap only where the study heard others: if all its respondents were
interviewed, that holds for every theme, and is said once, as a note.

Score: how many of the respondents who are quoted aren't quoted on the theme.
"""

from collections.abc import Iterator

from graph.gaps.material import Material
from graph.gaps.records import Figure, Finding, Gap, Kind, Ref
from graph.gaps.wording import sector_label
from graph.model import Theme

FEW = 3
"""A theme with this many respondents or fewer is thin."""


def find(material: Material) -> Finding:
    """Return the themes that are thin, unless nobody at all is named as a speaker."""
    if not material.quoted_people:
        return Finding(note="No quote names who speaks, so on how many a theme rests isn't known.")
    return Finding(tuple(_gaps(material)), " ".join(_notes(material)))


def _gaps(material: Material) -> Iterator[Gap]:
    several = {
        "method": len(_methods(material, material.quoted_people)) > 1,
        "sector": len(_sectors(material, material.quoted_people)) > 1,
    }
    for theme in material.leaves:
        people = material.speakers(material.quotes_of(theme.id))
        methods, sectors = _methods(material, people), _sectors(material, people)
        one_method = several["method"] and len(methods) == 1 and len(people) > 1
        one_sector = several["sector"] and len(sectors) == 1 and len(people) > 1
        few = len(people) <= FEW and len(people) < len(material.quoted_people)
        if few or one_method or one_sector:
            by = f", all by {min(methods).replace('-', ' ')}" if one_method else ""
            of = f", all of the {sector_label(min(sectors))} sector" if one_sector else ""
            yield _gap(material, theme, people, by + of)


def _gap(material: Material, theme: Theme, people: frozenset[str], how: str) -> Gap:
    quotes = material.quotes_of(theme.id)
    everyone = len(material.quoted_people)
    respondents = "respondent who is" if everyone == 1 else "respondents who are"
    return Gap(
        id=f"thin-theme-{theme.id}",
        kind="thin-theme",
        sentence=f"Of {everyone} {respondents} quoted, {len(people)} "
        f"{'is' if len(people) == 1 else 'are'} quoted on “{theme.label}”{how}.",
        question=f"What do the others say about “{theme.label}”?",
        involves=(Ref("themes", theme.id),),
        evidence=tuple(Ref("quotes", quote) for quote in quotes),
        score=everyone - len(people),
        figures=(
            Figure("respondents quoted on it", len(people)),
            Figure("respondents quoted", everyone),
            Figure("quotes", len(quotes)),
            Figure("methods", len(_methods(material, people))),
            Figure("sectors", len(_sectors(material, people))),
        ),
    )


def _methods(material: Material, people: frozenset[str]) -> frozenset[str]:
    return frozenset(map(material.method, people)) - {""}


def _sectors(material: Material, people: frozenset[str]) -> frozenset[str]:
    voices = (material.voice_of(person) for person in people)
    return frozenset(material.sector(voice) for voice in voices if voice) - {""}


def _notes(material: Material) -> Iterator[str]:
    methods = _methods(material, material.quoted_people)
    sectors = _sectors(material, material.quoted_people)
    if len(methods) == 1:
        how = min(methods).replace("-", " ")
        yield f"Everybody who is quoted took part by {how}, so no theme is called thin for that."
    if len(sectors) == 1:
        yield (
            "Everybody who is quoted, as far as the study says, belongs to the "
            f"{sector_label(min(sectors))} sector, so no theme is called thin for that."
        )


KIND = Kind(
    "thin-theme",
    "Themes without sub-themes that at most “few” respondents speak on, or several by one method "
    "or of one sector alone where the study heard more than one.",
    find,
    {"few": FEW},
)
