"""A page on one's own machine, whatever it shows: who may speak to it, how it is served and opened, what all its scripts share.

``static/page.js`` is the one script that rooms of the desk and the pages of review import: asking the server, telling, words.
"""

from glossary.local.answers import Answer, Endpoint, OvertakenError, answered, api, posted
from glossary.local.guard import HEADERS, LARGEST_BODY, Guard
from glossary.local.serving import LOOPBACK, listening, serve_app
from glossary.local.shared import shared_files

__all__ = [
    "HEADERS",
    "LARGEST_BODY",
    "LOOPBACK",
    "Answer",
    "Endpoint",
    "Guard",
    "OvertakenError",
    "answered",
    "api",
    "listening",
    "posted",
    "serve_app",
    "shared_files",
]
