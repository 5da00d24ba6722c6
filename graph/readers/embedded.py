"""Words in marks that go on a respondent's sentence without a verb of saying.

*D6 wanted logs that “put the sentence that matters at the bottom”*: the subject of the sentence is
the only person in it, and the words are an utterance, not a term, a title or what stands on a sign.
"""

import re

from graph.readers import clauses, labels, lexicon
from graph.readers.marks import Marked

_UTTERANCE_WORDS = 4
_MOST_AHEAD = 140
_GOES_ON = re.compile(r"[a-zà-ÿ]|I\b|[(\[…]|\.\.")
_CITED = re.compile(r"[\s,.]{0,3}(?:\([^()]*\b(?:1[5-9]|20)\d\d|\[\d)")
_THING_BEHIND = r"\s(?:is|was|in|on|from|of)\s(?:the|an?|our|this|that|its)\s(?:\w+\s){0,2}"
_THING = rf"(?:{'|'.join(sorted(lexicon.WRITINGS))})"
_OF_A_THING = re.compile(
    rf"\b(?:{_THING}|sentence)\b[^\w:]*$"
    rf"|\b{_THING}\b[^.;:]{{0,40}}?\s(?:read(?:s|ing)?|sa(?:id|ys|ying)|stat(?:ed|es|ing)|called|titled|entitled|"
    r"labelled|goes|went|ran|runs|is|was|with\sthe\swords?)\W*$"
    r"|\b(?:quot(?:ed|es|ing)|recit(?:ed|es)|sang|sings|imitat(?:ed|es)|mimick?(?:ed|s)|cit(?:ed|es))\s+"
    r"(?:the|an?|his|her|their)\s[^.;]{1,60}$"
    r"|\bread\s+(?:to\s+)?(?:us|me|out|aloud|from)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_IN_A_THING = re.compile(rf"{_THING_BEHIND}{_THING}\b", re.IGNORECASE)
_OTHERS_VIEW = re.compile(
    r"\b(?:idea|notion|view|claim|argument|belief|assumption|rumou?r|rule|myth|logic|promise|fear|theory|"
    r"reject(?:ed|s)|den(?:ied|ies)|dismiss(?:ed|es)|doubt(?:ed|s)|disput(?:ed|es)|heard|told|reads?|"
    r"known\s+as|so-called|calls?|called|means|meant|literature|authors?|scholars?|they|we|whom|item|scale|"
    r"survey|score[ds]?|rated|ticked|question(?:naire)?|knew|(?:laughed|smiled|frowned|winced)\s+at|"
    r"(?:was|were|is|are|been)\s+\w+ed\s+(?:as|by|to)|(?<!used the )(?<!uses the )(?<!chose the )"
    r"(?:phrase|words?|terms?|expression))\b",
    re.IGNORECASE,
)
"""What makes the words somebody else’s, or an item’s: *rejected the idea that*."""


def may_go_on(text: str, pair: Marked) -> bool:
    """Whether words in marks may be the rest of a sentence of which a respondent is the subject."""
    words = text[pair.start : pair.end].split()
    continues = len(words) >= _UTTERANCE_WORDS and _GOES_ON.match(words[0]) is not None
    elsewhere = any(form.match(text, pair.outer_end) for form in (_CITED, _IN_A_THING))
    return continues and not elsewhere


def goes_on(ahead: str, between: str) -> bool:
    """Whether a sentence whose subject stands between these words goes on in what follows them."""
    if len(between) > _MOST_AHEAD or re.search(r"[“”\"«».;:?!]", between):
        return False
    others = labels.PERSON.search(between) or labels.STRONG.search(between)
    plain = not (others or _OTHERS_VIEW.search(between) or _is_joined(between))
    return plain and clauses.opens(ahead) and clauses.acts(between)


def is_of_a_thing(between: str) -> bool:
    """Whether what is in marks stands on a sign, in a survey or in somebody else's mouth."""
    return _OF_A_THING.search(between) is not None


def _is_joined(between: str) -> bool:
    """Whether the subject isn't alone, or only possesses something: *P2 and*, *P2’s mother*."""
    return re.match(r"[)\]]?(?:[’']s\b|,?\s+(?:and|or|nor|with)\b)", between) is not None
