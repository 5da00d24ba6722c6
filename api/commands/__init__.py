"""The commands, one module for each thing that people come for.

``COMMANDS`` says where each command stands, as entry points do: a module, and in it a function or
a group of commands. No module is imported before its command is called: together they need every
library that the project uses, and a program that a shell waits for has to start at once.
"""

from collections.abc import Mapping

COMMANDS: Mapping[str, str] = {
    "read": "api.commands.reading:read",
    "check": "api.commands.reading:check",
    "review": "api.commands.reviewing:review",
    "build": "api.commands.storing:build",
    "export": "api.commands.exporting:export",
    "index": "api.commands.searching:index",
    "remove": "api.commands.storing:remove",
    "studies": "api.commands.listing:studies",
    "gaps": "api.commands.gaps:gaps",
    "agreement": "api.commands.comparing:agreement",
    "measures": "api.commands.networks:measures",
    "network": "api.commands.networks:network",
    "list": "api.commands.listing:app",
    "search": "api.commands.searching:search",
    "query": "api.commands.asking:query",
    "update": "api.commands.writing:update",
    "token": "api.commands.writing:token",
    "audit": "api.commands.writing:audit",
    "questions": "api.commands.asking:questions",
    "backup": "api.commands.operating:backup",
    "restore": "api.commands.operating:restore",
    "doctor": "api.commands.operating:doctor",
    "serve": "api.commands.seeing:serve",
    "mcp": "api.commands.assisting:mcp",
    "draw": "api.commands.seeing:draw",
    "synth": "api.commands.making:synth",
}
"""Every command and where it stands, in the order in which ``--help`` lists them."""
