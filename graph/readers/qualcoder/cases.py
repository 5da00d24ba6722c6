"""QualCoder's cases as respondents, and the attributes of cases and files."""

from collections.abc import Mapping, Sequence

from graph.model import Relation, Respondent, Variable
from graph.readers.database import Database, text, whole
from graph.readers.ids import distinct_slugs, numbered
from graph.readers.qualcoder.documents import Source
from graph.readers.qualcoder.found import Found, plain
from graph.variables import SHARED, canonical

IMPORTANT = Variable("important", "Marked as important", "boolean")
_TAKEN = (*SHARED, IMPORTANT.id)


class Cases:
    """The cases by number, and which stretches of text are theirs."""
