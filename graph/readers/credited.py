"""Who is credited with words on both sides: *got the answer “the door” from Olli*."""

import re

from graph.readers import label_facts, labels, roles
from graph.readers.attribution import Attribution, Known
from graph.readers.marks import Marked

_WORDS_OF = re.compile(
    r"\b(?:answer|reply|response|retort|comment|remark|verdict|summary|protest|objection)"
    r"(?:\s(?:was|is))?[\s,:]*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"[\s,]{1,3}(?:(?:came|comes|heard)\s)?(?:from|by)\s+")
_NAME = re.compile(
    rf"(?P<label>{labels.STRONG.pattern}|{label_facts.DESCRIBED.pattern}"
    r"|[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)?)"
)
_REACH = 60
"""How far before the words *the answer* is sought, in code points."""


def around(text: str, pair: Marked, known: Known) -> Attribution | None:
    """Return whom the words before the opening and behind the closing mark credit together."""
    lead = text[max(0, pair.outer_start - _REACH) : pair.outer_start]
    source = _FROM.match(text, pair.outer_end)
    if source is None or not _WORDS_OF.search(lead):
        return None
    start, window = source.end(), min(len(text), pair.outer_end + labels.LONGEST)
    if (name := _NAME.match(text, start, window)) and _is_sure(name["label"], known):
        return Attribution(labels.as_printed(name["label"]), *name.span("label"))
    for match in roles.find(text, start, window)[:1]:
        begin, end = roles.place(match)
        if match.start() == start:
            return Attribution(labels.as_printed(text[begin:end]), begin, end)
    return None


def _is_sure(label: str, known: Known) -> bool:
    numbered = labels.strength(label) == labels.Strength.NUMBERED
    return numbered or known.has(label) or label_facts.is_described(label)
