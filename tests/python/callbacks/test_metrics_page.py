"""The page of learning curves: what it serves, to whom, and that nothing about it ends a training."""

import itertools
import json
import math
import re
import time
import urllib.error
import urllib.request
import webbrowser
from typing import Any

import keras
import numpy as np
import pytest
from prepared import run_prepared

import rkeras_py as rk
from rkeras_py.callbacks import metrics_page
from rkeras_py.r import process

X = np.sin(np.arange(72.0)).reshape(24, 3).astype("float32")
Y = (X.sum(axis=1) > 0).astype("float32")


class Browser:
    def __init__(self) -> None:
        self.opened: list[str] = []

    def open(self, url: str) -> None:
        self.opened.append(url)


@pytest.fixture(autouse=True)
def stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics_page, "_LINGERS", 300.0)
    metrics_page.get_page()._open()


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    found = Browser()
    monkeypatch.setattr(webbrowser, "get", lambda: found)
    monkeypatch.setattr(metrics_page.get_page(), "asked", 0.0)
    return found


@pytest.fixture(scope="module")
def model() -> Any:
    made = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])
    made.compile("sgd", "binary_crossentropy", metrics=["mae", "accuracy"])
    return made


def train(model: Any, **options: Any) -> Any:
    return rk.fit(
        model, X, Y, **({"epochs": 3, "verbose": 0, "validation_split": 0.25, "view_metrics": True} | options)
    )


def fetch(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer


def curves() -> Any:
    with urllib.request.urlopen(metrics_page.get_page().url + "curves", timeout=10) as answer:
        assert answer.headers["Content-Type"] == "application/json"
        return json.load(answer)


def test_the_curves_are_those_of_the_history(model: Any, browser: Browser, capsys: pytest.CaptureFixture[str]) -> None:
    during = []
    history = train(model, callbacks=rk.callback_lambda(on_epoch_begin=lambda epoch: during.append(curves())))
    assert [state["done"] for state in during] == [[], [1], [1, 2]]
    assert not any(state["ended"] for state in during)
    after = curves()
    assert (after["epochs"], after["done"], after["ended"]) == (3, [1, 2, 3], True)
    assert after["metrics"] == history.metrics and list(after["metrics"]) == list(history.metrics)
    assert browser.opened == [metrics_page.get_page().url]
    assert capsys.readouterr().out == f"Learning curves: {browser.opened[0]}\n"


def test_the_next_training_takes_the_same_window(model: Any, browser: Browser) -> None:
    number = curves()["number"]
    train(model, initial_epoch=2, validation_split=0)
    assert browser.opened == []
    assert (curves()["number"], curves()["done"], list(curves()["metrics"])) == (
        number + 1, [3], ["loss", "mae", "accuracy"],
    )  # fmt: skip


def test_the_page_needs_nothing_from_elsewhere() -> None:
    with urllib.request.urlopen(metrics_page.get_page().url, timeout=10) as answer:
        html = answer.read().decode()
    assert "default-src 'none'" in html and "fetch(`curves?" in html
    assert set(re.findall(r"https?://[^\"'` ]*", html)) == {"http://www.w3.org/2000/svg"}  # the name of SVG's elements
    assert not re.search(r"<script[^>]+src|<link[^>]+stylesheet|@import|innerHTML", html)


def test_only_this_computer_and_only_who_knows_the_address() -> None:
    url = metrics_page.get_page().url
    root, secret = re.match(r"(http://127\.0\.0\.1:\d+/)([\w-]{22})/$", url).groups()
    for wrong in (root, root + "curves", f"{root}{secret[:-1]}/curves", f"{root}{secret}/../x", f"{root}%C3%A9"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            fetch(wrong)


def test_gaps() -> None:
    page = metrics_page.Page()
    training = page.begin(3)
    page.add(1, {"loss": 1.0}, training)
    page.add(2, {"loss": math.nan, "val_loss": np.float32(2)}, training)
    page.add(3, {"loss": [1.0, 3.0]}, training)
    assert json.loads(page.write_out())["metrics"] == {"loss": [1, None, 2], "val_loss": [None, 2, None]}


def test_of_two_trainings_at_once_the_later_one_shows_alone() -> None:
    page = metrics_page.Page()
    outer = page.begin(3)
    page.add(1, {"loss": 1.0}, outer)
    inner = page.begin(2)
    for training in (inner, outer):
        page.add(1, {"loss": float(training)}, training)
    page.end(outer)
    told = json.loads(page.write_out(outer, 1))
    assert (told["metrics"], told["done"], told["ended"]) == ({"loss": [inner]}, [1], False)
    page.end(inner)
    assert json.loads(page.write_out())["ended"] is True


def test_a_window_gets_the_points_that_it_has_not() -> None:
    page = metrics_page.get_page()
    number = page.begin(5)
    for epoch in (1, 2, 3):
        page.add(epoch, {"loss": epoch} if epoch < 3 else {"loss": epoch, "val_loss": 9.0}, number)

    def ask(query: str) -> Any:
        with urllib.request.urlopen(f"{page.url}curves?{query}", timeout=10) as answer:
            return json.load(answer)

    told = ask(f"number={number}&from=2")
    assert (told["from"], told["done"], told["metrics"]) == (2, [3], {"loss": [3], "val_loss": [9]})
    assert ask(f"number={number}&from=3")["done"] == []
    for query in ("", f"number={number - 1}&from=2", f"number={number}&from=99", f"number={number}&from=-1", "from=x"):
        assert (ask(query)["from"], ask(query)["done"]) == (0, [1, 2, 3]), query
    page.end(number)


def test_an_epoch_costs_as_much_however_many_there_were() -> None:
    """It was 1.4 s for 1,000 epochs, and 24.7 s for 5,000."""
    page = metrics_page.get_page()
    training = page.begin(100_000)
    took = []
    for first in range(0, 100_000, 20_000):
        start = time.process_time()
        for epoch in range(first, first + 20_000):
            page.add(epoch + 1, {"loss": 1.0}, training)
        took.append(time.process_time() - start)
    assert took[-1] < 4 * took[0] + 0.5
    told = json.loads(page.write_out())
    assert len(told["done"]) == len(told["metrics"]["loss"]) == 100_000
    assert len(page.write_out(told["number"], 100_000)) < 200
    page.end(training)


def test_an_error_ends_the_training_on_the_page_too(model: Any, browser: Browser) -> None:
    def fail(epoch: int) -> None:
        raise RuntimeError(f"in epoch {epoch}")

    with pytest.raises(RuntimeError, match="in epoch 0"):
        train(model, callbacks=rk.callback_lambda(on_epoch_end=fail))
    assert curves()["ended"] and curves()["done"] == []


def test_without_a_browser_the_training_goes_on(
    model: Any, browser: Browser, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody() -> Any:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", nobody)
    assert len(train(model).metrics["loss"]) == 3
    assert capsys.readouterr().out == f"Learning curves: {metrics_page.get_page().url}\n"

    def broken(url: str) -> None:
        raise OSError("no display")

    monkeypatch.setattr(webbrowser, "get", lambda: browser)
    monkeypatch.setattr(browser, "open", broken)
    with pytest.warns(UserWarning, match=r"fit\(\): the browser could not show http.*: no display"):
        train(model, epochs=1)
    # A browser in the terminal would wait for the user.
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("false"))
    assert metrics_page._find_browser() is None


class Viewer:
    """The functions of R that view_metrics uses."""

    def __init__(self, has_viewer: bool = True) -> None:
        self.seen: list[str] = []
        self._has_viewer = has_viewer

    def has_viewer(self) -> bool:
        return self._has_viewer

    def getenv(self, name: str) -> str:
        return ""

    def active_run(self) -> str:
        return ""

    def view_run(self, curves: dict[str, list[float]], epochs: int, first: bool) -> bool:
        return False

    def view(self, url: str) -> bool:
        self.seen.append(url)
        return True


def test_the_viewer_of_r_comes_first(model: Any, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = Viewer()
    monkeypatch.setattr(process, "_introduced", [viewer])
    train(model)
    assert (viewer.seen, browser.opened) == ([metrics_page.get_page().url], [])


def test_auto_asks_for_a_viewer_and_more_than_one_epoch(
    model: Any, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(model, view_metrics="auto", verbose=2)
    train(model, view_metrics=False, verbose=2)
    viewer = Viewer()
    monkeypatch.setattr(process, "_introduced", [viewer])
    train(model, view_metrics="auto", epochs=1, verbose=2)
    train(model, view_metrics="auto")
    assert viewer.seen == []
    train(model, view_metrics="auto", verbose=2)
    assert len(viewer.seen) == 1 and browser.opened == []
    with pytest.raises(ValueError, match=r"fit\(\): `view_metrics` should be True, False or \"auto\""):
        train(model, view_metrics="always")


IN_A_BROWSER = """
import json, re, subprocess, sys, tempfile, urllib.request
import numpy as np
import rkeras_py as rk
from rkeras_py.callbacks import metrics_page

metrics_page._LINGERS = 60  # a browser may take long to start

def browser(*asked):
    with tempfile.TemporaryDirectory() as profile:
        command = [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
            f"--user-data-dir={profile}", "--virtual-time-budget=900", *asked, metrics_page.get_page().url,
        ]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout

x = np.sin(np.arange(72.0)).reshape(24, 3)
y = (x.sum(axis=1) > 0) * 1.0
model = rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(1, activation="sigmoid")
rk.compile(model, rk.optimizer_sgd(0.5), "binary_crossentropy", metrics=["mae", rk.metric_auc(name="area_below")])
rk.fit(model, x, y, epochs=2, verbose=0)
assert not metrics_page._pages, "off by default"
seen = []
look = lambda epoch: seen.append(browser("--dump-dom")) if epoch == 3 else None
rate = rk.callback_learning_rate_scheduler(lambda epoch, lr: lr * 0.1)
history = rk.fit(
    model, x, y, epochs=5, verbose=0, validation_split=0.25, view_metrics=True,
    callbacks=[rk.callback_lambda(on_epoch_begin=look), rate],
)
seen.append(browser("--dump-dom"))
browser(f"--screenshot={sys.argv[1]}", "--window-size=400,1100", "--blink-settings=preferredColorScheme=0")
print(json.dumps({"seen": seen, "metrics": history.metrics, "url": metrics_page.get_page().url}))
"""


def drawn(page: str) -> dict[str, dict[str, list[float]]]:
    """The panels of a page as it was drawn: for each metric and data, what the title of each point says."""
    panels = {}
    for section in re.findall(r"<section>(.*?)</section>", page, re.DOTALL):
        name = re.search(r"<h2>(.*?)<", section)[1]  # type: ignore[index]
        titles = re.findall(r"<title>epoch (\d+), (\w+): ([-\d.e]+)</title>", section)
        panels[name] = {
            data: [float(value) for _, of, value in titles if of == data]
            for data in dict.fromkeys(of for _, of, _ in titles)
        }
        for data, values in panels[name].items():
            points = re.search(rf'<polyline class="{data}" points="([^"]*)"', section)[1].split()  # type: ignore[index]
            x, y = np.array([point.split(",") for point in points], float).T
            assert np.allclose(np.diff(x, 2), 0), "epochs have equal distances"
            pairs = itertools.permutations(zip(values, y, strict=True), 2)
            assert all(top <= low for (more, top), (less, low) in pairs if more > less), "higher values are higher up"
            assert len(set(values)) == 1 or len(set(y)) > 1
    return panels


def test_a_browser_draws_the_curves_while_the_model_trains(tmp_path: Any) -> None:
    from PIL import Image

    done = run_prepared(IN_A_BROWSER, str(tmp_path / "dark.png"))
    assert done.code == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    during, after = told["seen"]
    for page, status, epochs in (
        (during, "Training: epoch 3 of 5 is done", 3),
        (after, "Finished: 5 of 5 epochs", 5),
    ):
        assert re.search(r'role="status">(.*?)<', page)[1] == status  # type: ignore[index]
        panels = drawn(page)
        assert list(panels) == ["loss", "mae", "area_below", "lr"]
        for name, values in told["metrics"].items():
            curve = panels[name.removeprefix("val_")]["validation" if name.startswith("val_") else "training"]
            assert curve == pytest.approx(values[:epochs], rel=6e-4), name
    with pytest.raises(urllib.error.URLError, match="refused"):  # the server has ended with its process
        fetch(told["url"])
    pixels = Image.open(tmp_path / "dark.png").convert("RGB")
    counted = {colour: count for count, colour in pixels.getcolors(pixels.width * pixels.height)}
    assert max(counted, key=counted.__getitem__) == (18, 18, 18)
    for colour in ((86, 180, 233), (245, 137, 74)):  # training, validation
        assert counted.get(colour, 0) > 200
