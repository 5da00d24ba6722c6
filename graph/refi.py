"""What reading and writing REFI-QDA have in common: its names, and how it keeps what we have not.

REFI-QDA is the exchange format of the qualitative tools, version 1.0 (qdasoftware.org). What it has
and our model has not is kept in variables whose ids begin with ``refi-``.
"""

import re
from collections.abc import Mapping
from uuid import NAMESPACE_URL, uuid5

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
GUID = re.compile(r"\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?")
RGB = re.compile(r"#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})")
ARGB = re.compile("#[A-Fa-f0-9]{8}")
"""With transparency before it, as some programs write it; the format has no such colour."""

VARIABLES: Mapping[str, tuple[str, str]] = {
    "refi-origin": ("text", "The program that wrote the project."),
    "refi-base-path": ("text", "Where the project lay."),
    "refi-user-id": ("text", "A user's id beside the GUID."),
    "refi-unnamed": ("text", "What we call a record that has no name in the project."),
    "refi-coding-again": (
        "text",
        "GUID, moment and notes' GUIDs of a coding that repeats this one, by the same coder.",
    ),
    "refi-creator": ("record", "Who made the record."),
    "refi-modifier": ("record", "Who changed the record last."),
    "refi-codable": ("boolean", "Whether anything may be coded to the theme."),
    "refi-name": ("text", "A selection's name, where it isn't just its words."),
    "refi-text-guid": ("text", "The GUID of what a PDF's selection says."),
    "refi-part-of": ("record", "What the text is a transcript or representation of."),
    "refi-plain-text-path": ("text", "Where the plain text should be."),
    "refi-rich-text-path": ("text", "Where the formatted text should be."),
    "refi-path": ("text", "Where the source should be."),
    "refi-current-path": ("text", "Where the source lay when the project was exported."),
    "refi-sync-points": (
        "text",
        "GUID, position and time in ms of each sync point of a transcript.",
    ),
    "refi-from-sync-point": ("text", "The sync point at which a selection begins."),
    "refi-to-sync-point": ("text", "The sync point at which a selection ends."),
    "refi-start": ("text", "Where a selection begins that isn't in its text."),
    "refi-end": ("text", "Where a selection ends that isn't in its text."),
    "refi-source": ("record", "A whole source that belongs to a case."),
    "refi-selection": ("record", "A selection that belongs to a case."),
    "refi-code": ("record", "A code that a case has."),
    "refi-graph": ("text", "A drawn graph, as XML."),
}
"""The variables that keep what only REFI-QDA has, with their datatypes and meanings."""

DATATYPES: Mapping[str, str] = {
    "Text": "text",
    "Boolean": "boolean",
    "Integer": "integer",
    "Float": "decimal",
    "Date": "date",
    "DateTime": "datetime",
}
"""REFI-QDA's types of variables, and ours."""

DIRECTIONS: Mapping[str, str] = {"OneWay": "one-way", "Bidirectional": "mutual", "Associative": ""}
MEDIA: Mapping[str, str] = {
    "TextSource": "text",
    "PictureSource": "picture",
    "PDFSource": "pdf",
    "AudioSource": "audio",
    "VideoSource": "video",
}
ACTOR_ROLE = "Actor role (Themegraph)"
"""The variable that marks a case as an actor role: of the shared scheme by its notation, or own."""
OWN_ROLE = "own"
UNNAMED = "(unnamed)"
"""What a record is called that has no name, for the model has none without."""
TIES_GRAPH = "Ties between actor roles (Themegraph)"
"""The name of the graph in which we draw ties; it's made anew with every export."""


def as_guid(given: str) -> str:
    """Return an id as a GUID, always the same: itself if it is one."""
    return given if not given or GUID.fullmatch(given) else str(uuid5(NAMESPACE_URL, given))


def record_id(guid: str) -> str:
    """Return a GUID as the id of a record: in lower case, without braces."""
    return guid.strip("{}").lower()
