"""Unaddressed barriers: no facilitator is reported to address them, or a barrier below them.

A barrier is addressed if a theme link says so of it or of a theme above it. Score: how many quotes
are coded to the barrier.
"""

from graph.gaps.material import Material
from graph.gaps.records import Figure, Finding, Gap, Kind, Ref
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
    gaps = tuple(
        _gap(material, theme)
        for theme in barriers
        if theme.id not in divided and addressed.isdisjoint(material.broader_themes(theme.id))
    )
    uncoded = gaps and not material.links
    note = "The study codes no theme links, so every barrier is listed." if uncoded else ""
    return Finding(gaps, note)


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
