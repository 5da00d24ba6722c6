"""Where a store is: in a folder, or on a server."""


def is_address(place: object) -> bool:
    """Say whether a store is named by an address, and not by a folder.

    A path made of an address has lost one of its slashes, and is known still.
    """
    return str(place).lower().startswith(("http:/", "https:/"))
