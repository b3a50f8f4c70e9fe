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

from rkeras_py.porting.translate.functions.plotting.colors import find_color
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
        ("curve(sin, 0, 1)", "the R plot curve()"),
        ("plot(y ~ x, d)", "plot() of a formula"),
        ("f <- function(x) plot(x)", "plot() of a value that may not be a vector"),
        ("x <- 1:3; plot(x, x, col = 'steelblue3')", "the color 'steelblue3'"),
        ("x <- 1:3; abline(lm(x ~ x))", "abline()"),
        ("x <- 1:3; plot(x, x, log = 'y'); abline(1, 2)", "on an axis that is not linear"),
        ("x <- 1:3; plot(x, x, panel.first = grid())", "the argument `panel.first` of plot()"),
        ("x <- matrix(1:4, 2); image(1:2, z = x)", "image() with positions for only one axis"),
        ("f <- function(k) rect(k, 0, 1, 1)\nf(c(1, 2))", "rect() of values"),
        ("x <- hcl.colors(3, 'Unheard')", "palette"),
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


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("name", "order"), [("mfrow", [0, 1, 2, 3]), ("mfcol", [0, 2, 1, 3])])
def test_more_plots_than_places_begin_a_new_page(name: str, order: list[int], style: str) -> None:
    figures = run(f"par({name} = c(2, 2))\nfor (i in 1:5) plot(i, i)", style)
    assert [len(figure.axes) for figure in figures] == [4, 4]
    drawn = [[axes.lines[0].get_xdata()[0] for axes in figure.axes if axes.lines] for figure in figures]
    assert [drawn[0][place] for place in order] == [1, 2, 3, 4]
    assert drawn[1] == [5]


@pytest.mark.parametrize("style", STYLES)
def test_a_histogram_with_borders_counts_as_r_does(style: str) -> None:
    script = (
        "x <- c(0, 1, 1, 2, 3); b <- c(0, 1, 3)\nhist(x, breaks = b)\nhist(x - 0.5, b, col = '#ff000088', add = TRUE)"
    )
    script = script.replace("x - 0.5", "c(0.5, 2)")
    [figure] = run(script, style)
    [axes] = figure.axes
    by_r = subprocess.run(
        ["Rscript", "-e", "cat(hist(c(0, 1, 1, 2, 3), c(0, 1, 3), plot = FALSE)$counts)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert [bar.get_height() for bar in axes.patches] == [*map(float, by_r.split()), 1, 1]


@pytest.mark.parametrize("style", STYLES)
def test_areas_lines_between_points_and_texts(style: str) -> None:
    script = (
        "plot(c(0, 4), c(0, 4), type = 'n'); polygon(c(0, 1, 1), c(0, 0, 2), col = 'red3', border = NA)\n"
        "rect(1, 2, 3, 4, border = 'red3', lwd = 2); segments(c(0, 1), c(0, 1), c(2, 3), c(4, 4), col = 'blue')\n"
        "k <- rainbow(3); x <- c(1, 2, 3); text(x, x, labels = c('a', 'b', 'c'), col = k[c(3, 1, 2)]); text(x, x)"
    )
    [figure] = run(script, style)
    [axes] = figure.axes
    area, frame = axes.patches
    np.testing.assert_array_equal(area.get_xy()[:3], [[0, 0], [1, 0], [1, 2]])
    assert colors.to_hex(area.get_facecolor()) == colors.to_hex(frame.get_edgecolor()) == "#cd0000"
    assert (frame.get_xy(), frame.get_width(), frame.get_height(), frame.get_fill()) == ((1, 2), 2, 2, False)
    ends = [line.get_xydata().tolist() for line in axes.lines[1:]]
    assert ends == [[[0, 0], [2, 4]], [[1, 1], [3, 4]]]
    assert [one.get_text() for one in axes.texts] == ["a", "b", "c", "1", "2", "3"]
    assert [colors.to_hex(one.get_color()) for one in axes.texts[:3]] == ["#0000ff", "#ff0000", "#00ff00"]


def test_an_image_at_places_and_bars_beside_each_other() -> None:
    script = (
        "z <- matrix(1:6, 3); image(1:3, c(10, 20), z, col = gray.colors(4, 0, 1))\n"
        "barplot(matrix(1:6, 2), beside = TRUE, names.arg = c('a', 'b', 'c'), col = c('red3', 'blue'))"
    )
    image, bars = run(script, "keras")
    [mesh] = image.axes[0].collections
    np.testing.assert_array_equal(mesh.get_array(), np.array([[1, 2, 3], [4, 5, 6]]))
    assert (image.axes[0].get_xlim(), image.axes[0].get_ylim()) == ((0.5, 3.5), (5, 25))
    assert [bar.get_height() for bar in bars.axes[0].patches] == [1, 3, 5, 2, 4, 6]
    assert colors.to_hex(bars.axes[0].patches[0].get_facecolor()) == "#cd0000"


def test_grays_are_those_of_r() -> None:
    found = translate("x <- gray.colors(4, 0.2, 1); y <- gray(c(0, 0.5))", "keras")
    names: dict[str, Any] = {}
    exec(found.text, names)
    by_r = subprocess.run(
        ["Rscript", "-e", "cat(gray.colors(4, 0.2, 1), gray(c(0, 0.5)))"], capture_output=True, text=True, check=True
    ).stdout.split()
    ours = [colors.to_rgb(one)[0] * 255 for one in [*names["x"], *names["y"]]]
    assert ours == pytest.approx([int(one[1:3], 16) for one in by_r], abs=0.51)
