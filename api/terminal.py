"""Suggestions on a terminal, one by one: what is shown, and what the keys do."""

import sys
import unicodedata
from collections.abc import Callable

import click
from rich.text import Text

from api.output import messages
from graph.errors import ConflictError, InputError
from graph.review.context import Context, Editable, Words
from graph.review.desk import Desk
from graph.review.suggestions import Suggestion, Wanted

KEYS = "[a]ccept  [r]eject  [e]dit  [s]kip  [u]ndo  [q]uit  [?]"
HELP = """\
a  accept: the suggestion is true, it counts as confirmed
r  reject: it counts nowhere, and reading the source again doesn't bring it back
e  edit: accept it with another role, theme, status …
s  skip: leave it for later
u  undo the last decision, also one of an earlier session
q  quit: everything decided so far is saved already
"""
SHOWN_VALUES = 60
"""How many allowed values are listed at most when somebody asks which there are."""


def plain(text: str) -> str:
    """Return text without characters that steer a terminal or turn the direction of others."""
    return "".join(c if unicodedata.category(c) not in {"Cc", "Cf"} else " " for c in text)


class Walk:
    """Goes through suggestions one by one."""

    def __init__(self, desk: Desk, wanted: Wanted) -> None:
        """Begin with the first suggestion that is wanted."""
        self._desk, self._wanted = desk, wanted
        self._todo = [found.reference for found in desk.pending(wanted)]
        self._at = 0
        self._keys: dict[str, Callable[[Suggestion], None]] = {
            "a": lambda found: self._decide(found, "accepted"),
            "r": lambda found: self._decide(found, "rejected"),
            "e": self._edit,
            "s": self._skip,
            "u": self._undo,
            "?": self._help,
        }

    def run(self) -> None:
        """Ask about one suggestion after the other until none is left or somebody quits.

        Raises ``ConflictError`` if somebody else changes the folder meanwhile.
        """
        messages.print(f"Deciding as {plain(self._desk.by)}; --by NAME is somebody else")
        shown = ""
        while found := self._next():
            if found.reference != shown:
                _show(self._desk.context(found), f"{self._at + 1} of {len(self._todo)}")
            shown = found.reference
            key = _key()
            if key == "q":
                return
            try:
                self._keys.get(key, self._help)(found)
            except ConflictError:
                raise
            except InputError as error:
                messages.print(plain(str(error)))

    def _next(self) -> Suggestion | None:
        open_now = {found.reference: found for found in self._desk.pending(self._wanted)}
        while self._at < len(self._todo):
            if self._todo[self._at] in open_now:
                return open_now[self._todo[self._at]]
            self._at += 1
        return None

    def _decide(self, found: Suggestion, decision: str) -> None:
        made = self._desk.decide(found.reference, decision)
        messages.print(f"{decision} ({made.id})")
        self._at += 1

    def _edit(self, found: Suggestion) -> None:
        fields = self._desk.context(found).fields
        if not fields:
            raise InputError("two labels can only be accepted as one person, or rejected")
        changes = {field.column: value for field in fields if (value := _asked(field)) is not None}
        if not changes:
            messages.print("Nothing was changed")
            return
        made = self._desk.decide(found.reference, "edited", changes)
        messages.print(f"edited ({made.id})")
        self._at += 1

    def _skip(self, found: Suggestion) -> None:
        del found
        self._at += 1

    def _undo(self, found: Suggestion) -> None:
        before = {each.reference for each in self._desk.pending()}
        made = self._desk.undo()
        messages.print(f"Undone: {made.id}, {made.about} {made.decision}")
        back = [each for each in self._desk.pending() if each.reference not in before]
        for reference in [each.reference for each in back] or [found.reference]:
            if reference not in self._todo:
                self._todo.insert(self._at, reference)
            self._at = self._todo.index(reference)

    def _help(self, found: Suggestion) -> None:
        del found
        messages.print(HELP, end="")


# ---------------------------------------------------------------- showing


def _show(context: Context, progress: str) -> None:
    messages.print()
    messages.print(_styled(f"{progress}  {context.reference}", "bold"))
    messages.print(_styled(f"  {context.claim}", "bold cyan"))
    if context.theme:
        messages.print(f"  theme    {plain(context.theme)}")
    if context.rule:
        messages.print(f"  rule     {plain(context.rule)}: {context.reason}".rstrip(": "))
    for words in context.words:
        _show_words(words)
    if context.more:
        messages.print(f"  … and {context.more} more pieces of evidence")
    for meaning in context.meanings:
        messages.print(f"  {plain(meaning.label)}: {plain(meaning.definition)}")


def _show_words(words: Words) -> None:
    speaker = f", {plain(words.speaker)}" if words.speaker else ""
    messages.print(f"  {words.reference} ({plain(words.place)}){speaker}:")
    text = Text("    ")
    for piece in words.pieces:
        shown = " ".join(plain(piece.text).split(" "))
        on_terminal = messages.is_terminal
        mark = shown if on_terminal or not piece.marked else f"»{shown}«"
        text.append(mark, "bold underline" if piece.marked else "")
    messages.print(text)


def _styled(text: str, style: str) -> Text:
    return Text(plain(text), style)


# ---------------------------------------------------------------- asking


def _key() -> str:
    messages.print(KEYS, end=" ")
    try:
        key = click.getchar() if sys.stdin.isatty() else sys.stdin.readline()
    except (EOFError, KeyboardInterrupt):
        key = "q"
    messages.print()
    return key.strip().lower()[:1] if key else "q"


def _asked(field: Editable) -> str | None:
    """Ask for a field's value until it's allowed; None if it's to stay."""
    while True:
        hint = "?: which there are, " if field.allowed is not None else ""
        messages.print(f"  {field.column} [{plain(field.value)}] ({hint}Enter: as it is):", end=" ")
        line = sys.stdin.readline()
        value = line.strip()
        if value == "?" and field.allowed is not None:
            _show_values(field.allowed)
        elif value and field.allowed is not None and value not in field.allowed:
            messages.print(f"  {plain(value)[:80]!r} isn't one of them; ? lists them")
        else:
            return value if value and value != field.value else None


def _show_values(allowed: tuple[str, ...]) -> None:
    messages.print(f"    {', '.join(filter(None, allowed[:SHOWN_VALUES]))}")
    if len(allowed) > SHOWN_VALUES:
        messages.print(f"    … and {len(allowed) - SHOWN_VALUES} more")
