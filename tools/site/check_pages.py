"""`python -m tools.site.check_pages SITE` opens every page of a built site in Chromium, with the screen of a phone.

A page must write no error or warning to the console, ask no other host for anything, miss nothing that it asks for, and
not be wider than the phone. The search must find functions in the spelling of both languages. Pages that were found
right before, and have not changed, are not opened again.
"""

import argparse
import functools
import http.server
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from . import cache
from .browser import Browser, Message, open_browser

PHONE = (390, 844)
_TABS = 3
_LIMIT = 60.0  # seconds for a page, on a machine that has other work
_SETTLED = """new Promise(done => setTimeout(() => {
  const root = document.documentElement;
  done(Math.max(0, root.scrollWidth - root.clientWidth));
}, 100))"""
_SEARCH = """(async () => {
  document.querySelector("#__search").checked = true;
  document.querySelector("#__search").dispatchEvent(new Event("change"));
  const box = document.querySelector(".md-search__input");
  box.focus();
  box.value = %s;
  box.dispatchEvent(new Event("keyup"));
  const links = () => [...document.querySelectorAll(".md-search-result__link")].map(link => link.href);
  const found = () => [...new Set(links().map(link => link.split(/[?#]/)[0]))]; // pages, without their sections
  for (let tries = 0; tries < 400 && !found().some(link => link.includes(%s)); tries++)
    await new Promise(done => setTimeout(done, 100));
  return found().slice(0, 5);
})()"""
SEARCHES = {
    "layer_dense": "reference/layer_dense.html",
    "huber": "reference/loss_huber.html",
    "lstm": "reference/layer_lstm.html",
    "%py_class%": "reference/r/py_class.html",
    "r_session": "reference/python.html",
}
"""The words that are typed into the search, and the page that must be among the first five that are found."""


@dataclass
class _Tab:
    session: str
    page: str = ""
    since: float = 0.0
    asked: int = 0
    faults: list[str] = field(default_factory=list)


class _Files(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _WithoutIndex(_Files):
    def do_GET(self) -> None:
        """Answer with a file; with an empty one for the index of the search."""
        if self.path.endswith("/search_index.json"):
            fields = {field: {"boost": 1} for field in ("title", "text", "tags")}
            settings = {"lang": ["en"], "separator": " ", "pipeline": [], "fields": fields}
            answer = json.dumps({"config": settings, "docs": []}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)
        else:
            super().do_GET()


@contextmanager
def serve(site: Path, index: bool = True) -> Iterator[str]:
    """Serve a folder on this computer; the value is its address.

    Args:
        site: The folder.
        index: Whether pages get the index of the search, which each would build again, half a second of work.
    """
    handler = functools.partial(_Files if index else _WithoutIndex, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def check(
    browser: Browser, address: str, pages: list[str], say: Callable[[str], None] = lambda told: None
) -> dict[str, list[str]]:
    """Open pages, a few at a time; return what is wrong with each.

    Args:
        browser: The browser.
        address: The address of the site.
        pages: The paths of the pages in it.
        say: Is told how far it is.
    """
    waiting, found = list(reversed(pages)), {}
    tabs = {tab.session: tab for tab in (_Tab(browser.open_tab(*PHONE)) for _ in range(min(_TABS, len(pages))))}
    for tab in tabs.values():
        _open(browser, tab, address, waiting)
    while any(tab.page for tab in tabs.values()):
        message = browser.receive(time.monotonic() + 1)
        about = tabs.get((message or {}).get("sessionId", ""))
        done = [about] if message and about and about.page and _read(browser, about, message, address) else []
        for tab in tabs.values():
            if tab.page and tab not in done and time.monotonic() - tab.since > _LIMIT:
                tab.faults.append(f"was not loaded after {_LIMIT:.0f} s")
                done.append(tab)
        for tab in done:
            found[tab.page] = tab.faults
            if len(found) % 100 == 0:
                say(f"{len(found)} of {len(pages)} pages")
            _open(browser, tab, address, waiting)
    return found


def _open(browser: Browser, tab: _Tab, address: str, waiting: list[str]) -> None:
    tab.page, tab.since, tab.asked, tab.faults = waiting.pop() if waiting else "", time.monotonic(), 0, []
    if tab.page:
        browser.send("Page.navigate", tab.session, url=address + tab.page)


def _read(browser: Browser, tab: _Tab, message: Message, address: str) -> bool:
    """Note what a message of the browser tells of a page; return whether the page is done."""
    what, params = message.get("method"), message.get("params", {})
    if what == "Page.loadEventFired":
        tab.asked = browser.send(
            "Runtime.evaluate", tab.session, expression=_SETTLED, awaitPromise=True, returnByValue=True
        )
    elif what == "Runtime.exceptionThrown":
        details = params["exceptionDetails"]
        tab.faults.append(f"error: {details.get('exception', {}).get('description', details['text'])}")
    elif what == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
        tab.faults.append(f"{params['type']}: " + " ".join(str(one.get("value", "")) for one in params["args"]))
    elif what == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
        tab.faults.append(f"{params['entry']['level']}: {params['entry']['text']} {params['entry'].get('url', '')}")
    elif what == "Network.requestWillBeSent":
        url = urlsplit(params["request"]["url"])
        if url.scheme not in ("data", "blob") and not params["request"]["url"].startswith(address):
            tab.faults.append(f"asks for {params['request']['url']}")
    elif tab.asked and message.get("id") == tab.asked:
        wider = message.get("result", {}).get("result", {}).get("value")
        if wider is None:
            tab.faults.append(f"could not be measured: {message}")
        elif wider:
            tab.faults.append(f"is {wider} pixels wider than a phone")
        return True
    return False


def check_search(browser: Browser, address: str, searches: dict[str, str]) -> list[str]:
    """Search the site; return what is wrong."""
    faults = []
    for typed, wanted in searches.items():
        session = browser.open_tab(1280, 900)
        browser.ask("Page.navigate", session, url=f"{address}index.html")
        browser.evaluate(session, "new Promise(done => document.readyState === 'complete' ? done() : onload = done)")
        found = browser.evaluate(session, _SEARCH % (json.dumps(typed), json.dumps(wanted)))
        if not any(wanted in link for link in found):
            faults.append(f"search for {typed!r}: {wanted} is not among the first, which are {found}")
    return faults


def main(arguments: list[str] | None = None) -> int:
    """Check a site; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.site.check_pages", description=__doc__)
    parser.add_argument("site", type=Path)
    site = parser.parse_args(arguments).site
    start = time.monotonic()
    shared = [path for path in site.rglob("*") if path.suffix in (".js", ".css")]
    around = cache.digest(Path(__file__).read_text(), files=(path for path in shared if path.parent.name != "search"))
    pages = {path.relative_to(site).as_posix(): cache.digest(around, files=[path]) for path in site.rglob("*.html")}
    record = cache.KEPT / "pages-found-right"
    right = set(record.read_text().split()) if record.exists() else set()
    new = sorted(page for page, key in pages.items() if key not in right)
    with open_browser() as browser:
        with serve(site, index=False) as address:
            found = check(browser, address, new, lambda told: print(told, flush=True))
        with serve(site) as address:
            faults = check_search(browser, address, SEARCHES)
    faults += [f"{page}: {fault}" for page in new for fault in found[page]]
    record.write_text("\n".join(key for page, key in pages.items() if not found.get(page)))
    print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    print(
        f"pages: {len(new)} opened, {len(pages) - len(new)} found right before; {len(SEARCHES)} searches; "
        f"{len(faults)} faults, {time.monotonic() - start:.0f} s"
    )
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
