"""XML from outside: parsed without DTD, entities, network or unbounded depth.

Sources: OWASP, XML External Entity Prevention; lxml's documentation of ``XMLParser``.
"""

from collections.abc import Iterator

from lxml import etree

from graph.errors import ReadError


def parse(data: bytes, where: str) -> etree._Element:
    """Return the root element; ``where`` names the file in messages.

    Entities that a document declares itself aren't expanded: a document that declares any is
    refused. Raises ``ReadError``.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    refused = ReadError(
        f"{where}: declares XML entities of its own, which are refused; "
        "replace them by their text and take the declarations out"
    )
    if b"<!ENTITY" in data:
        raise refused
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise ReadError(
            f"{where}: isn't sound XML ({error}); is the file whole, and of this kind?"
        ) from error
    if any(_entities(root)):  # in an encoding in which the bytes above don't tell
        raise refused
    return root


def _entities(root: etree._Element) -> Iterator[object]:
    for dtd in (root.getroottree().docinfo.internalDTD, root.getroottree().docinfo.externalDTD):
        if dtd is not None:
            yield from dtd.iterentities()
