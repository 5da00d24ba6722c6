"""The explorer's page: served with its assets, or drawn into one file that needs nothing else.

Both are the same template and the same modules. The served page fetches its data from the same
origin; the drawn page carries data, styles and scripts in itself and may connect to nothing.
"""

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files

from markupsafe import Markup

from graph.errors import NotFoundError
from viz.joining import joined
from viz.packing import packed
from viz.rendering import script_json, template

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The header that the served page works under: nothing from elsewhere, nothing inline."""

ASSETS = "/assets/"
DATA = "/explorer/data.json"
"""Where the served page finds its assets and its data."""

_ENTRY = "main.js"
JOINED = "explorer.js"
"""The page's modules as one."""

VIEWS = (
    "overview",
    "network",
    "matrix",
    "gaps",
    "evidence",
    "compare",
    "query",
    "report",
)
"""The views of the page, in the order of its navigation."""
_STYLES = "explorer.css"
_SHEETS = {
    _STYLES: ("colours.css", _STYLES, "views.css", "editor.css"),
    "pages.css": ("colours.css", "pages.css", "editor.css"),
}
"""What each style sheet is put together from."""
_NETWORK = "vis-network.min.js"
_VIS = "lib/vis-9.1.2"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


def served_page(*, has_review: bool = False) -> str:
    """Return the page for ``/``, which gets scripts, styles and data from the same origin.

    ``has_review`` says whether the server has a page on which suggestions are decided on.
    """
    return template("explorer.html").render(
        assets=ASSETS, data_url=DATA, drawn=None, entry=JOINED, views=VIEWS, has_review=has_review
    )


def asset(name: str) -> tuple[bytes, str]:
    """Return a file that the page needs, and its media type.

    Raises ``NotFoundError`` for every name that isn't one of the page's own files.
    """
    content = _assets().get(name)
    if content is None:
        raise NotFoundError(f"{name!r} isn't a file of the explorer")
    return content, _TYPES[f".{name.rpartition('.')[2]}"]


def drawn_page(data: Mapping[str, object]) -> str:
    """Return one HTML file with this data (``explorer_data``'s) that opens without a network."""
    scripts = {
        "network": _text(_NETWORK).rpartition("//# sourceMappingURL")[0],
        "explorer": _text(JOINED),
    }
    hashes = " ".join(f"'sha256-{_digest(text)}'" for text in scripts.values())
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'sha256-"
        f"{_digest(_text(_STYLES))}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    drawn = {name: Markup(text) for name, text in scripts.items()}  # noqa: S704 -- our own files
    drawn["styles"] = Markup(_text(_STYLES))  # noqa: S704 -- our own file
    drawn["data"] = Markup(script_json(packed(data)))  # noqa: S704 -- escaped by script_json
    drawn["policy"] = Markup(policy)  # noqa: S704 -- hashes
    return template("explorer.html").render(
        assets="", data_url="", drawn=drawn, entry=JOINED, views=VIEWS
    )


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode("ascii")


def _text(name: str) -> str:
    """Return a file's text with the line ends that HTML makes of them, so that hashes agree."""
    return _assets()[name].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


@cache
def _assets() -> Mapping[str, bytes]:
    """Return every file under ``/assets/`` by name: a fixed list, so no name can lead elsewhere."""
    own = (files("viz") / "static").iterdir()
    found = {f.name: f.read_bytes() for f in own if f.name.endswith(tuple(_TYPES))}
    sheets = {name: b"\n".join(found[part] for part in parts) for name, parts in _SHEETS.items()}
    found = {name: body for name, body in found.items() if not name.endswith(".css")} | sheets
    modules = {name: body.decode() for name, body in found.items() if name.endswith(".js")}
    return found | {
        JOINED: joined(modules, _ENTRY).encode(),
        _NETWORK: (files("pyvis") / _VIS / _NETWORK).read_bytes(),
    }
