"""Where the findings of a whole article stand, by its headings."""

import re
from collections.abc import Mapping, Sequence

from graph.readers import languages
from graph.readers.headings import Heading

_NUMBER = r"(?:(?:section|part|chapter)\s+)?(?:[\divx]+\s?[.):|–-]?\s?)*"
_KIND = (
    r"(?:(?:qualitative|main|key|study|research|thematic|overall|interviews?|focus\s+groups?|our|"
    r"the|survey|empirical|presentation\s+of(?:\s+the)?|summary\s+of(?:\s+the)?|principal|emerging|emergent|analytic(?:al)?)\s+)*"
)
_FINDINGS = re.compile(
    rf"{_NUMBER}{_KIND}(?:results?|findings|what\s+we\s+(?:found|heard))"
    r"(?:\s*(?:and|&|/|-)\s*(?:discussion|analysis|findings|results|interpretation|themes))?"
    r"(?:\s+(?:of|from)\s+(?:the\s+)?(?:study|interviews|analysis|focus\s+groups?|qualitative\b.*))?"
    rf"\W*$|{_NUMBER}(?:{languages.FINDINGS})\W*$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    rf"{_NUMBER}(?:(?:structured\s+)?abstract|plain(?:\s+english|[\s-]+language)?\s+summary"
    r"|introduction|background(?:\s+(?:and|to)\b.*)?|literature\s+review"
    r"|(?:theoretical|conceptual)\s+(?:framework|background|approach)"
    r"|(?:subjects?|participants|patients|materials?|study\s+design|design|data)?"
    r"(?:\s*(?:and|&|,)\s*)?(?:research\s+)?method(?:s|ology|ological\s+approach)?"
    r"(?:\s*(?:and|&)\s*(?:materials|data|analysis|participants|design|setting))?"
    r"|discussion(?:\s*(?:and|&)\s*(?:conclusions?|implications|recommendations|limitations))?"
    r"|(?:(?:study|methodological)\s+)?(?:strengths\s*(?:and|&)\s*)?limitations"
    r"(?:\s*(?:and|&)\s*strengths)?(?:\s+of\s+the\s+study)?"
    r"|(?:discussion\s*(?:and|&)\s*)?(?:concluding\s+remarks|conclusions?)"
    r"(?:\s*(?:and|&)\s*(?:implications|recommendations|future\b.*))?"
    r"|acknowledge?ments?|references|bibliography|works\s+cited|literature\s+cited"
    r"|funding(?:\s+.*)?|(?:conflicts?\s+of|competing|declaration\s+of)\s+(?:competing\s+)?interests?"
    r"|author(?:s[’']?|[’']s)?\s+contributions?|data\s+availability(?:\s+statement)?"
    r"|availability\s+of\s+data(?:\s+and\s+materials?)?|supplement(?:ary|al)\s+\w+"
    r"|supporting\s+information|append(?:ix|ices)\b.*|abbreviations|list\s+of\s+abbreviations"
    r"|ethic(?:s|al)\s+(?:approval|statement|considerations?)\b.*|declarations|keywords?|footnotes"
    r"|endnotes|about\s+the\s+authors?|publisher[’']s\s+note|implications\s+for\s+\w+(?:\s+\w+)?"
    rf"|{languages.OTHER_SECTIONS})\W*$",
    re.IGNORECASE,
)
_HINTED_FINDINGS = re.compile(r"results|findings", re.IGNORECASE)
_HINTED_OTHER = re.compile(
    r"intro|background|method|materials|discussion|conclusion|supplement|ack|data-avail|ethic|"
    r"coi|funding|abbrev|author",
    re.IGNORECASE,
)
_CHAPTER = re.compile(r"(?:chapter|section|part)\s+(\d{1,2})\b", re.IGNORECASE)
_SMALL_SHARE = 0.2


def names_findings(heading: Heading) -> bool:
    """Whether a heading only says that the findings follow."""
    return bool(_FINDINGS.match(heading.label) or _HINTED_FINDINGS.search(heading.section))


def names_other(heading: Heading) -> bool:
    """Whether a heading opens a part of an article that isn't its findings."""
    hinted = _HINTED_OTHER.search(heading.section) and not names_findings(heading)
    return bool(_OTHER.match(heading.label) or hinted)


def left_out(found: Mapping[int, Heading], sizes: Sequence[int]) -> list[range]:
    """Return the stretches of paragraphs that aren't findings.

    ``found`` are the headings by their paragraph's place, ``sizes`` the paragraphs' lengths. A text
    that is all findings has none. Where an article has a section Results or Findings, that is what
    is kept; else what stands under none of the usual other headings.
    """
    others = [index for index, heading in found.items() if names_other(heading)]
    if not others:
        return []
    kept = _longest([_reach(found, i, len(sizes)) for i in _outermost(found)], sizes)
    if kept:
        return _between(kept, len(sizes))
    return [_reach(found, index, len(sizes)) for index in others]


def _outermost(found: Mapping[int, Heading]) -> list[int]:
    named = [index for index, heading in found.items() if names_findings(heading)]
    rank = min((found[index].rank for index in named), default=0)
    return [index for index in named if found[index].rank == rank]


def _reach(found: Mapping[int, Heading], index: int, count: int) -> range:
    """The paragraphs from a heading to where its section ends.

    A marked or numbered heading says what stands under it. One whose rank is guessed ends where a
    heading of its own rank names the findings or another usual part of an article.
    """
    heading = found[index]
    for later, other in found.items():
        if later <= index:
            continue
        if _is_numbered_below(heading, other):
            continue
        usual = names_other(other) or names_findings(other)
        ranked = not heading.guessed or heading.numbered
        if other.rank <= heading.rank and (ranked or usual):
            return range(index, later)
    return range(index, count)


def _is_numbered_below(heading: Heading, other: Heading) -> bool:
    """Whether a heading's number begins with a chapter's: *Chapter 5 – Findings* and *5.1*."""
    chapter = _CHAPTER.match(heading.label)
    return chapter is not None and other.label.startswith(f"{chapter[1]}.")


def _longest(ranges: Sequence[range], sizes: Sequence[int]) -> list[range]:
    """Drop the short Results of an abstract beside the long ones of the article."""
    lengths = [sum(sizes[index] for index in part) for part in ranges]
    most = max(lengths, default=0)
    return [
        part for part, length in zip(ranges, lengths, strict=True) if length >= _SMALL_SHARE * most
    ]


def _between(kept: Sequence[range], count: int) -> list[range]:
    starts = [0, *(part.stop for part in kept)]
    stops = [*(part.start for part in kept), count]
    return [range(a, b) for a, b in zip(starts, stops, strict=True) if a < b]
