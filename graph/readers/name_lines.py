"""Labels that are names alone, in lines of their own right above the words.

*Corey* in one line and *I’d say by Christmas …* in the next, as pages of journals come out as plain
text. A short line above prose could be a heading as well, so such lines are labels only where a
text has several of them, where some name comes again, and where the words are spoken.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from graph.readers import attribution, names
from graph.readers.text import Hints, Paragraph, ends_a_sentence

_NAME = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ][\w’'-]*(?:\s[A-ZÀ-Þ][\w’'-]*\.?)?")
_FEWEST = 3


def marked(source: str, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs of a plain text, with such labels and their words marked as a pair."""
    pairs = [i for i in range(len(paragraphs) - 1) if _is_pair(source, paragraphs, i)]
    times = Counter(paragraphs[i].text for i in pairs)
    small = names.words_in_small(p.text for p in paragraphs) if len(pairs) >= _FEWEST else ()
    labels = [i for i in pairs if _is_label(paragraphs, i, times, frozenset(small))]
    several = len(labels) >= _FEWEST and 1 < len({paragraphs[i].text for i in labels}) < len(labels)
    found = list(paragraphs)
    for i in labels if several else ():
        found[i] = replace(found[i], hints=Hints(label=True, group=i + 1))
        found[i + 1] = replace(found[i + 1], hints=Hints(set_off=True, group=i + 1))
    return found


def _is_pair(source: str, paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a line that may be a name stands apart from what's above, and not from the words."""
    line, words = paragraphs[index : index + 2]
    above = paragraphs[index - 1].end if index else 0
    apart = not index or source.count("\n", above, line.start) > 1
    close = source.count("\n", line.end, words.start) == 1
    return apart and close and bool(_NAME.fullmatch(line.text)) and ends_a_sentence(words.text)


def _is_label(
    paragraphs: Sequence[Paragraph], index: int, times: Counter[str], small: frozenset[str]
) -> bool:
    label, words = paragraphs[index].text, paragraphs[index + 1].text
    said = times[label] > 1 or attribution.SPOKEN.search(words) is not None
    return said and all(names.could_name(word, small) for word in label.split())
