"""Unaddressed barriers: no facilitator is reported to address them, or a barrier below them.

A barrier is addressed if a theme link says so of it or of a theme above it; how far it is, the
link's statement says, and a note sends the reader there. Score: how many quotes are coded to the
barrier.
"""

from collections.abc import Iterator

from graph.gaps.material import Material
from graph.gaps.records import Figure, Finding, Gap, Kind, Ref
from graph.gaps.wording import listed, number
from graph.model import Theme


def find(material: Material) -> Finding:
    """Return the barriers that nothing is reported to address."""
    addressed = {
        link.target
        for link in material.links
        if link.type == "addresses"
        and material.valence(material.themes[link.source]) == "facilitator"
    }
    barriers = [theme for theme in material.study.themes if material.valence(theme) == "barrier"]
    divided = {theme.broader for theme in barriers}
    lowest = [theme for theme in barriers if theme.id not in divided]
    open_ones = [t for t in lowest if addressed.isdisjoint(material.broader_themes(t.id))]
    met = [theme for theme in lowest if theme not in open_ones]
    note = " ".join(_notes(met, links=bool(material.links), gaps=bool(open_ones)))
    return Finding(tuple(_gap(material, theme) for theme in open_ones), note)


def _notes(met: list[Theme], *, links: bool, gaps: bool) -> Iterator[str]:
    if gaps and not links:
        yield "The study codes no theme links, so every barrier is listed."
    if met:
        names = listed([f"“{theme.label}”" for theme in met])
        yield (
            f"{number(len(met), 'barrier')} {'is' if len(met) == 1 else 'are'} linked to what "
            f"addresses {'it' if len(met) == 1 else 'them'}, fully or in part, as the links’ "
            f"statements say: {names}."
        )


def _gap(material: Material, theme: Theme) -> Gap:
    quotes = material.quotes_of(theme.id)
    return Gap(
        id=f"unaddressed-barrier-{theme.id}",
        kind="unaddressed-barrier",
        sentence=f"No facilitator in this study is reported to address the barrier "
        f"“{theme.label}”.",
        question=f"What has helped, anywhere, against “{theme.label}”?",
        involves=(Ref("themes", theme.id),),
        evidence=tuple(Ref("quotes", quote) for quote in quotes),
        score=len(quotes),
        figures=(Figure("quotes", len(quotes)),),
    )


KIND = Kind(
    "unaddressed-barrier",
    "Barriers without barriers below them, less those to which, or to a theme above which, "
    "a theme link “addresses” leads from a facilitator.",
    find,
)
