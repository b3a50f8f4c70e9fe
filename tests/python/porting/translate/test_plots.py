"""Plots of base R in programs: what matplotlib holds is what R would draw."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pytest
from check_support import parse
from matplotlib import colors

from rkeras_py.porting.translate.functions.colors import find_color
from rkeras_py.porting.translate.language import Untranslatable
from rkeras_py.porting.translate.translating import Translated, translate_texts

matplotlib.use("Agg")
from matplotlib import pyplot as plt

STYLES = ("rkeras_py", "keras")


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    plt.close("all")
    yield
    plt.close("all")


def translate(script: str, style: str) -> Translated:
    return translate_texts([script], parse([script]), style)[0]


def run(script: str, style: str) -> list[Any]:
    """Return the figures that the program of a script draws."""
    found = translate(script, style)
    assert not found.left, found.left
    exec(compile(found.text.replace("plt.show()", ""), "program", "exec"), {"__name__": "program"})
    return [plt.figure(number) for number in plt.get_fignums()]


@pytest.mark.parametrize("style", STYLES)
def test_points_lines_titles_and_limits(style: str) -> None:
    script = (
        "x <- c(1, 2, 4); y <- x^2\n"
        "plot(x, y, main = 'Squares', xlab = 'x', ylab = '', xlim = c(0, 5), log = 'y', col = 'red3', pch = 17)\n"
        "lines(x, y / 2, lty = 2, lwd = 3); points(y); abline(h = 3, col = 4)\n"
        "legend('topleft', c('a', 'b'), col = c('red3', 1), pch = c(17, NA), lty = c(NA, 2))"
    )
    [figure] = run(script, style)
    [axes] = figure.axes
    points, line, by_place, level = axes.lines
    np.testing.assert_array_equal(points.get_xydata(), [[1, 1], [2, 4], [4, 16]])
    assert (points.get_marker(), points.get_linestyle(), colors.to_hex(points.get_color())) == ("^", "None", "#cd0000")
    np.testing.assert_array_equal(line.get_ydata(), [0.5, 2, 8])
    assert (line.get_linestyle(), line.get_linewidth()) == ("--", 3)
    np.testing.assert_array_equal(by_place.get_xydata(), [[1, 1], [2, 4], [3, 16]])
    assert set(level.get_ydata()) == {3}
    assert (axes.get_title(), axes.get_xlabel(), axes.get_xlim(), axes.get_yscale()) == ("Squares", "x", (0, 5), "log")
    first, second = axes.get_legend().get_lines()
    assert (first.get_marker(), first.get_linestyle()) == ("^", "None")
    assert (second.get_marker(), second.get_linestyle()) == ("None", "--")
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["a", "b"]


@pytest.mark.parametrize("style", STYLES)
def test_bars_histograms_images_and_texts(style: str) -> None:
    script = (
        "m <- matrix(c(0, 0.25, 0.5, 1, 0, 1), 2)\n"
        "plot(1:2, 3:4); abline(1, 2)\n"
        "barplot(c(3, 1), names.arg = c('a', 'b')); hist(c(1, 1, 2, 5), breaks = 4); image(m); plot(as.raster(m))\n"
        "plot(m[1, ], m[2, ], type = 'n'); text(m[1, ], m[2, ], labels = c('u', 'v', 'w'), col = 'blue')"
    )
    straight, bars, histogram, image, raster, texts = (figure.axes[0] for figure in run(script, style))
    assert (straight.lines[1].get_xy1(), straight.lines[1].get_slope()) == ((0, 1), 2)
    assert [bar.get_height() for bar in bars.patches] == [3, 1]
    assert [tick.get_text() for tick in bars.get_xticklabels()] == ["a", "b"]
    assert sum(bar.get_height() for bar in histogram.patches) == 4
    matrix = np.array([[0, 0.5, 0], [0.25, 1, 1]])
    np.testing.assert_array_equal(image.images[0].get_array(), matrix.T)  # R draws x along the rows, from below
    assert image.images[0].origin == "lower"
    np.testing.assert_array_equal(raster.images[0].get_array(), matrix)
    assert raster.images[0].get_clim() == (0, 1)
    assert [(text.get_text(), *text.get_position()) for text in texts.texts] == [
        ("u", 0, 0.25), ("v", 0.5, 1), ("w", 0, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_several_plots_files_and_functions(style: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    script = (
        "y <- c(2, 1, 3)\nold <- par(mfrow = c(1, 2), mar = c(1, 1, 1, 1))\n"
        "for (i in 1:2) {\n  plot(y * i, type = 'l')\n  title(paste('times', i))\n}\npar(old)\n"
        "draw <- function(v) {\n  plot(v, type = 'b')\n}\ndraw(y)\n"
        "png('picture.png', width = 300)\nplot(y)\ninvisible(dev.off())"
    )
    both, own = run(script, style)
    assert [axes.get_title() for axes in both.axes] == ["times 1", "times 2"]
    np.testing.assert_array_equal(both.axes[1].lines[0].get_ydata(), [4, 2, 6])
    assert own.axes[0].lines[0].get_marker() == "o"
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")


def test_histories_are_drawn_by_each_style() -> None:
    script = (
        "m <- keras_model_sequential(input_shape = 1) %>% layer_dense(1); m %>% compile('sgd', 'mse')\n"
        "h <- m %>% fit(matrix(1, 2), c(1, 1), epochs = 2, verbose = 0); plot(h)"
    )
    assert "h.plot()" in translate(script, "rkeras_py").text
    assert "pd.DataFrame(h.history).plot(subplots=True)" in translate(script, "keras").text


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("curve(sin, 0, 1)", "a plot of R by curve()"),
        ("plot(y ~ x, d)", "plot() of a formula"),
        ("f <- function(x) plot(x)", "plot() of a value that may not be a vector"),
        ("x <- 1:3; plot(x, x, col = 'steelblue3')", "the color 'steelblue3'"),
        ("x <- 1:3; abline(lm(x ~ x))", "abline()"),
        ("x <- 1:3; plot(x, x, log = 'y'); abline(1, 2)", "on an axis that is not linear"),
        ("x <- 1:3; plot(x, x, panel.first = grid())", "the argument `panel.first` of plot()"),
        ("x <- 1:3; hist(x, breaks = c(0, 1, 3))", "hist() with borders"),
        ("h <- c(a = 1, b = 2); barplot(h)", "barplot() of a value that may not be a vector"),
        ("png('a%03d.png')", "png() of a file without a name, or of several"),
    ],
)
def test_other_plots_are_marked(script: str, reason: str) -> None:
    for style in STYLES:
        [(_, found)] = translate(script, style).left
        assert reason in found


def test_marked_plots_stop_nothing() -> None:
    found = translate("curve(sin, 0, 1)\ncat('on', '\\n')", "keras").text
    assert "raise" not in found and 'print("on")' in found


def test_colors_are_those_of_r() -> None:
    code = 'x <- c(colors(), 1:9, "#12345678"); cat(paste(x, apply(col2rgb(x), 2, paste, collapse = " ")), sep = "\\n")'
    done = subprocess.run(["Rscript", "-e", code], check=True, capture_output=True, text=True)
    names = 0
    for line in done.stdout.splitlines():
        name, *rgb = line.split()
        try:
            found = find_color(int(name) if name.isdigit() else name)
        except Untranslatable:
            assert re.search(r"[1-4]$", name)  # shades of other colors
            continue
        names += 1
        np.testing.assert_allclose(np.multiply(colors.to_rgb(found), 255), list(map(int, rgb)), atol=1, err_msg=name)
    assert names > 350


@pytest.mark.parametrize("style", STYLES)
def test_values_are_computed_once_and_functions_come_before(style: str) -> None:
    script = (
        "plot(rnorm(5))\nx <- c(1, 2)\n"
        "plot(x, sapply(x, function(v) {\n  w <- v + 1\n  w^2\n}))\nimage(matrix(c(0, 1), 1))"
    )
    assert len(re.findall(r"rnorm\(|random\.normal\(", translate(script, style).text)) == 1
    drawn, squares, image = run(script, style)
    assert len(drawn.axes[0].lines[0].get_ydata()) == 5
    np.testing.assert_array_equal(squares.axes[0].lines[0].get_ydata(), [4, 9])
    low, high = (image.axes[0].images[0].cmap(value)[:3] for value in (0.0, 1.0))
    assert sum(low) > sum(high)  # R's colors: light for small values, dark for large ones
