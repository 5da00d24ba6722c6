"""The findings section of a qualitative study, read from plain text or Markdown.

The reader suggests: themes from the headings, quotes where a label names the speaker, codings of
the quotes to the theme they stand under, and mentions of actor roles by the words of the shared
scheme. It never guesses a speaker, a respondent's role or an affiliation; what it is unsure of, it
says in the reading's notes.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from graph.model import (
    Coder,
    Coding,
    DataCollection,
    Document,
    Mention,
    Note,
    Passage,
    Quote,
    Reading,
    Respondent,
    Study,
    StudyInfo,
    Theme,
)
from graph.readers import (
    hearing,
    label_facts,
    labels,
    mentions,
    name_lines,
    outlines,
    prose,
    text,
    ties,
    valence,
)
from graph.readers.headings import Heading
from graph.readers.ids import distinct_slugs, numbered
from graph.readers.outlines import Outline, Section
from graph.readers.prose import Sentence
from graph.readers.quotes import Heard
from graph.readers.structure import Source
from graph.readers.suggesting import NAMED
from graph.readers.summary import as_json

__all__ = ["CODER", "NAMED", "UNDER_HEADING", "as_json", "read", "read_source"]

CODER = Coder("themegraph", "Themegraph narrative reader", "program")
_SUGGESTED = "suggested"
UNDER_HEADING = "stands-under-heading"
"""The rule of every coding."""
_COLLECTIONS = {
    "interview": DataCollection("interviews", "Interviews", "interview"),
    "focus-group": DataCollection("focus-groups", "Focus groups", "focus-group"),
}


def read(source: str, *, study_id: str, title: str = "", document_id: str = "findings") -> Reading:
    """Read a findings section; positions are Unicode code points of ``source``.

    ``title`` is the study's. Any text is read without error: one that holds no quotes, themes or
    mentions gives a study without them.
    """
    given = Source(source, tuple(name_lines.marked(source, text.paragraphs(source))))
    return read_source(given, study_id=study_id, title=title, document_id=document_id)


def read_source(
    given: Source, *, study_id: str, title: str = "", document_id: str = "findings"
) -> Reading:
    """Read a source of any form, as ``read`` does; positions are code points of its text."""
    source = given.text
    outline = outlines.outline(given.paragraphs)
    heard = hearing.hear(source, outline.sections)
    narrow = outlines.narrowed(outline, [i for i, words in enumerate(heard) if words.quotes])
    if narrow is not outline:
        outline, heard = narrow, hearing.hear(source, narrow.sections)
    themes = _themes(outline.headings)
    theme_of = [_theme_id(section, themes) for section in outline.sections]
    respondents = _respondents(heard)
    said = _quotes(source, heard, respondents, document_id)
    told = [
        (theme, sentence)
        for section, theme, words in zip(outline.sections, theme_of, heard, strict=True)
        for sentence in prose.sentences(source, section.paragraphs, words)
    ]
    passages = _passages(source, told, document_id)
    asked = _asked(source, heard, theme_of, document_id, len(passages))
    coded = _codings(said, theme_of, heard)
    mentioned = _mentions(source, said, passages, [sentence for _, sentence in told])
    themes_of = {passage.id: passage.theme for passage in passages}
    themes_of |= {coding.quote: coding.theme for coding in coded}
    study = Study(
        info=StudyInfo(study_id, title),
        coders=(CODER,),
        documents=(_document(source, document_id, outline.title),),
        collections=_collections(respondents),
        themes=themes,
        respondents=tuple(respondents.values()),
        quotes=said,
        passages=(*passages, *asked),
        codings=coded,
        mentions=mentioned,
        ties=ties.suggest([*said, *passages], mentioned, themes_of, CODER.id),
    )
    notes = [*given.notes, *_notes(outline, heard)]
    return Reading(study, tuple(sorted(notes, key=_place)), {document_id: source})


def _themes(found: Sequence[Heading]) -> tuple[Theme, ...]:
    ids = distinct_slugs((heading.label for heading in found), "theme")
    return tuple(
        Theme(
            id=theme_id,
            label=heading.label,
            broader="" if heading.parent is None else ids[heading.parent],
            valence=valence.named_by(heading.label).valence,
        )
        for theme_id, heading in zip(ids, found, strict=True)
    )


def _theme_id(section: Section, themes: Sequence[Theme]) -> str:
    return "" if section.heading is None else themes[section.heading].id


def _respondents(heard: Sequence[Heard]) -> dict[str, Respondent]:
    """Return the respondents by label, in the order in which they first speak."""
    speakers = list(dict.fromkeys(said.speaker for words in heard for said in words.quotes))
    ids = distinct_slugs(speakers, "respondent")
    return {
        label: Respondent(
            id=respondent_id,
            label=label,
            collection=_COLLECTIONS[method].id if (method := labels.method(label)) else "",
        )
        for respondent_id, label in zip(ids, speakers, strict=True)
    }


def _collections(respondents: Mapping[str, Respondent]) -> tuple[DataCollection, ...]:
    shown = {respondent.collection for respondent in respondents.values()}
    return tuple(collection for collection in _COLLECTIONS.values() if collection.id in shown)


def _document(source: str, document_id: str, title: str) -> Document:
    # A lone surrogate can't come from a UTF-8 file, but it's no reason to fail.
    digest = sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(document_id, title or "Findings", digest, len(source))


def _quotes(
    source: str, heard: Sequence[Heard], respondents: Mapping[str, Respondent], document_id: str
) -> tuple[Quote, ...]:
    said = [quote for words in heard for quote in words.quotes]
    return tuple(
        Quote(
            id=quote_id,
            text=source[quote.start : quote.end],
            respondent=respondents[quote.speaker].id,
            document=document_id,
            start=quote.start,
            end=quote.end,
            layout=quote.layout,
        )
        for quote_id, quote in zip(numbered("q", said), said, strict=True)
    )


def _codings(
    said: Sequence[Quote], theme_of: Sequence[str], heard: Sequence[Heard]
) -> tuple[Coding, ...]:
    themes = [theme for theme, words in zip(theme_of, heard, strict=True) for _ in words.quotes]
    coded = [(quote, theme) for quote, theme in zip(said, themes, strict=True) if theme]
    return tuple(
        Coding(coding_id, quote.id, theme, CODER.id, _SUGGESTED, UNDER_HEADING)
        for coding_id, (quote, theme) in zip(numbered("c", coded), coded, strict=True)
    )


def _passages(
    source: str, told: Sequence[tuple[str, Sentence]], document_id: str
) -> tuple[Passage, ...]:
    return tuple(
        Passage(
            id=passage_id,
            document=document_id,
            start=sentence.start,
            end=sentence.end,
            theme=theme,
            text=source[sentence.start : sentence.end],
        )
        for passage_id, (theme, sentence) in zip(numbered("p", told), told, strict=True)
    )


def _asked(
    source: str, heard: Sequence[Heard], theme_of: Sequence[str], document_id: str, before: int
) -> tuple[Passage, ...]:
    """Return the turns of whoever asks the questions: what the answers answer, no quotes."""
    asked = [
        (turn, theme)
        for theme, words in zip(theme_of, heard, strict=True)
        for turn in sorted(words.asked, key=lambda turn: turn.start)
    ]
    ids = numbered("p", range(before + len(asked)))[before:]
    return tuple(
        Passage(
            id=passage_id,
            document=document_id,
            start=turn.start,
            end=turn.end,
            theme=theme,
            description=f"{turn.speaker} asks the questions: context of the answers",
            text=source[turn.start : turn.end],
        )
        for passage_id, (turn, theme) in zip(ids, asked, strict=True)
    )


def _mentions(
    source: str,
    said: Sequence[Quote],
    passages: Sequence[Passage],
    told: Sequence[Sentence],
) -> tuple[Mention, ...]:
    found = [
        (mention, quote.id, "")
        for quote in said
        for mention in mentions.find(source, quote.start, quote.end)
    ]
    found += [
        (mention, "", passage.id)
        for passage, sentence in zip(passages, told, strict=True)
        for mention in sentence.mentions
    ]
    found.sort(key=lambda entry: entry[0].start)
    return tuple(
        Mention(
            id=mention_id,
            role=mention.role,
            quote=quote,
            passage=passage,
            start=mention.start,
            end=mention.end,
            coder=CODER.id,
            review=_SUGGESTED,
            rule=NAMED,
        )
        for mention_id, (mention, quote, passage) in zip(numbered("m", found), found, strict=True)
    )


def _notes(outline: Outline, heard: Sequence[Heard]) -> Iterator[Note]:
    yield from outline.notes
    yield from _like_labels(heard)
    for words in heard:
        yield from words.notes


def _place(note: Note) -> tuple[int, int]:
    return note.start, note.end


def _like_labels(heard: Sequence[Heard]) -> Iterator[Note]:
    """Note labels that differ only in spaces, signs or capitals: perhaps one person."""
    spellings: dict[str, dict[str, None]] = {}
    for said in (quote for words in heard for quote in words.quotes):
        met = spellings.setdefault(labels.normal_form(said.speaker), {})
        if met and said.speaker not in met:
            text = f"{said.speaker!r} may be the same speaker as {next(iter(met))!r}"
            yield Note(text, said.label_start, said.label_end)
        met[said.speaker] = None
    full = {label_facts.name_in(speaker): speaker for met in spellings.values() for speaker in met}
    for said in (quote for words in heard for quote in words.quotes):
        if longer := full.pop(said.speaker, ""):
            text = f"{said.speaker!r} may be the same speaker as {longer!r}"
            yield Note(text, said.label_start, said.label_end)
