"""Evidence that is the authors' alone: ties and theme links for which no quote is given.

The authors' account may rest on words that they don't print; what is lacking is that a reader can
hear a respondent say it. Only ties that are reported to exist are looked at: those that are
missing or wanted are gaps already, with their voice. Score: how many passages are behind it.
"""

from graph.gaps.material import Material
from graph.gaps.records import Figure, Finding, Gap, Kind, Ref
from graph.gaps.wording import evidence_of, link_words, once, tie_words
from graph.model import ThemeLink, Tie


def find(material: Material) -> Finding:
    """Return existing ties, and theme links, that no quote supports."""
    ties = (tie for tie in material.existing if _authors_alone(tie))
    links = (link for link in material.links if _authors_alone(link))
    return Finding(
        (*(_tie_gap(material, tie) for tie in ties), *(_link_gap(material, link) for link in links))
    )


def _authors_alone(record: Tie | ThemeLink) -> bool:
    return record.voice == "authors" and not record.quotes


def _tie_gap(material: Material, tie: Tie) -> Gap:
    involves = once((Ref("roles", tie.source), Ref("roles", tie.target)))
    return _gap(Ref("ties", tie.id), tie, tie_words(material, tie), involves)


def _link_gap(material: Material, link: ThemeLink) -> Gap:
    involves = once((Ref("themes", link.source), Ref("themes", link.target)))
    return _gap(Ref("links", link.id), link, link_words(material, link), involves)


def _gap(ref: Ref, record: Tie | ThemeLink, words: str, involves: tuple[Ref, ...]) -> Gap:
    return Gap(
        id=f"authors-only-{record.id}",
        kind="authors-only",
        sentence=f"That {words} is coded on the authors’ word, with no quote as evidence.",
        question=f"Which respondent said so, and in what words: {words}?",
        involves=involves,
        evidence=(ref, *evidence_of(record)),
        score=len(record.passages),
        figures=(Figure("quotes", 0), Figure("passages", len(record.passages))),
    )


KIND = Kind(
    "authors-only",
    "Ties that are coded to exist, and theme links, with the voice “authors” and without a quote.",
    find,
)
