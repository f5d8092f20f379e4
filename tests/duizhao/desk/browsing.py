"""A desk in a real browser: served here, opened there, and nothing asked of anybody else."""

import re
import threading
from contextlib import contextmanager

import uvicorn

from duizhao.desk import build_app
from glossary.local import listening

TOKEN = "desk-token"
WAIT = 15_000  # milliseconds


@contextmanager
def served(project):
    """The address of a desk."""
    listener = listening(0)
    config = uvicorn.Config(build_app(project, TOKEN), log_level="critical", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/{TOKEN}/"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@contextmanager
def opened(browser, address, path="", **settings):
    """A page that complains about nothing and asks nobody else."""
    context = browser.new_context(accept_downloads=True, **settings)
    context.set_default_timeout(WAIT)
    page = context.new_page()
    wrong, asked = [], []
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + path)
    try:
        yield page
        origin = re.match(r"http://[^/]+/", address)[0]
        assert not [url for url in asked if not url.startswith((origin, "blob:", "data:"))]
        # 409 and 422 are answers; the browser writes a line about each
        assert not [line for line in wrong if not re.search(r"status of 4(09|22)", line)]
    finally:
        context.close()
