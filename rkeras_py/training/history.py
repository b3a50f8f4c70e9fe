"""The training history, with the names and the order of R keras."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..engine.installing import spell_install
from ..graph.log_names import arrange_logs, as_number, name_logs, split_name
from ..messages import errors, notices
from ..messages.tables import choose_shown, make_bundle, write_html
from ..models.tables import make_frame

_DIGITS = 4


def _is_validated(epoch: int, validation_freq: int | Sequence[int]) -> bool:
    if isinstance(validation_freq, int):
        return epoch % validation_freq == 0
    return epoch in validation_freq


@dataclass(repr=False)
class KerasTrainingHistory:
    """The result of `fit()`: loss and metrics, epoch by epoch.

    `fit()` changes the model in place, so this is not the model, and the model needs no assignment.

    Attributes:
        params: How the training was asked for: `verbose`, `epochs`, `steps`.
        metrics: One list of values for each metric, with one value for each epoch that was run.
        epoch: Numbers of the epochs that were run, counted from 0 as in Keras.
    """

    params: dict[str, Any]
    metrics: dict[str, list[float]]
    epoch: list[int] = field(default_factory=list)

    @classmethod
    def from_keras(
        cls,
        history: Any,
        requested_epochs: int | None = None,
        order: Sequence[str] | None = None,
        validation_freq: int | Sequence[int] = 1,
    ) -> "KerasTrainingHistory":
        """Take over what a Keras History callback recorded.

        Args:
            history: The `keras.callbacks.History` that `model.fit()` returned.
            requested_epochs: How many epochs were asked for; None takes what Keras noted.
            order: Names of the metrics in order, without "val_"; None asks the model.
            validation_freq: Number of epochs between validations, or the numbers of these epochs, from 1.

        Returns:
            The history under R keras's names, in its order.
        """
        recorded = history.history
        named = name_logs(history.model, recorded) if order is None else arrange_logs(order, recorded)
        metrics = {name: [_compute_average(value) for value in values] for name, values in named.items()}
        longest = max(map(len, metrics.values()), default=0)
        validated = [_is_validated(epoch + 1, validation_freq) for epoch in history.epoch]
        for name, values in metrics.items():
            if name.startswith("val_") and sum(validated) == len(values):
                left = iter(values)
                metrics[name] = [next(left) if there else math.nan for there in validated]
            values += [math.nan] * (longest - len(values))
        params = {name: history.params.get(name) for name in ("verbose", "epochs", "steps")}
        if requested_epochs is not None:
            params["epochs"] = int(requested_epochs)
        return cls(params, metrics, list(history.epoch))

    @classmethod
    def from_r(
        cls, params: dict[str, Any], metrics: dict[str, Any], initial_epoch: float = 0
    ) -> "KerasTrainingHistory":
        """Take over a history of R.

        Args:
            params: How the training was asked for.
            metrics: The values of each metric; R has one value as it has several.
            initial_epoch: Number of the first epoch, counted from 0.
        """
        values = {name: np.atleast_1d(one).astype(float).tolist() for name, one in metrics.items()}
        first = int(initial_epoch)
        return cls(dict(params), values, list(range(first, first + max(map(len, values.values()), default=0))))

    @property
    def history(self) -> dict[str, list[float]]:
        """The metrics, under the name that Keras gives them."""
        return self.metrics

    def __getitem__(self, name: str) -> dict[str, Any]:
        """Return one of the two parts that the object has in R, `params` or `metrics`."""
        return self.to_dict()[name]  # type: ignore[no-any-return]

    def keys(self) -> list[str]:
        """Return the names of these parts."""
        return list(self.to_dict())

    def __repr__(self) -> str:
        """Return the values of the last epoch, as R keras prints them."""
        lines = ["", "Final epoch (plot to see history):"]
        last = {name: values[-1] for name, values in self.metrics.items() if values}
        width = max(map(len, last), default=0)
        return "\n".join([*lines, *(f"{name:>{width}}: {_as_r_shows(value)}" for name, value in last.items())])

    _repr_mimebundle_ = make_bundle

    def _repr_html_(self) -> str:
        """Return the values of the epochs as an HTML table, for notebooks."""
        run = self._count_epochs()
        rows = (
            ["…"] * (1 + len(self.metrics))
            if epoch is None
            else [epoch + 1, *(_as_r_shows(values[epoch]) for values in self.metrics.values())]
            for epoch in choose_shown(run)
        )
        title = f"Training history of {run} epoch{'s' * (run != 1)}"
        return write_html(title, ["epoch", *self.metrics], rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the two parts of the object in R: `params` and `metrics`."""
        return {"params": dict(self.params), "metrics": {name: list(values) for name, values in self.metrics.items()}}

    def as_data_frame(self) -> Any:
        """Make a table with one row for each metric and epoch.

        Rows are there for all epochs asked for; the values of those that early stopping left out are missing.

        Returns:
            A pandas DataFrame with the columns `epoch` (counted from 1), `value`, `metric` and `data` ("training" or
            "validation"); without pandas a dict of these columns.
        """
        epochs = max([self.params.get("epochs") or 0, *map(len, self.metrics.values())])
        columns: dict[str, list[Any]] = {"epoch": [], "value": [], "metric": [], "data": []}
        for name, values in self.metrics.items():
            metric, data = split_name(name)
            columns["epoch"] += range(1, epochs + 1)
            columns["value"] += [*values, *[math.nan] * (epochs - len(values))]
            columns["metric"] += [metric] * epochs
            columns["data"] += [data] * epochs
        try:
            import pandas as pd
        except ImportError:
            return columns
        frame = pd.DataFrame(columns)
        frame["metric"] = pd.Categorical(frame["metric"], categories=self._list_panels())
        frame["data"] = pd.Categorical(frame["data"], categories=["training", "validation"])
        return frame

    def tidy(self) -> Any:
        """Make a table with one row for each metric and epoch that was run: `tidy(history)`.

        Returns:
            A pandas DataFrame with the columns `epoch` (counted from 1), `metric`, `data` and `value`.
        """
        rows = make_frame(self.as_data_frame(), "tidy")
        rows = rows[rows["value"].notna()].reset_index(drop=True)
        return rows[["epoch", "metric", "data", "value"]]

    def glance(self) -> Any:
        """Make a table of one row: the number of epochs that were run, and the values of the last one."""
        last = {name: [values[-1] if values else math.nan] for name, values in self.metrics.items()}
        return make_frame({"epochs": [self._count_epochs()], **last}, "glance")

    def summary(self) -> None:
        """Print the first, last, lowest and highest value of each metric: `summary(history)`."""
        run = self._count_epochs()
        asked = max(run, self.params.get("epochs") or 0)
        print(f"Training history of {run} epoch{'s' * (run != 1)}" + f" of {asked} asked for" * (asked > run))
        rows = [["metric", "first", "last", "lowest", "in epoch", "highest", "in epoch"]]
        for name, values in self.metrics.items():
            known = [(value, epoch) for epoch, value in enumerate(values, 1) if not math.isnan(value)]
            if known:
                low, high = min(known, key=lambda pair: pair[0]), max(known, key=lambda pair: pair[0])
                ends = [*low, *high]
                shown = [known[0][0], known[-1][0], *ends]
                rows.append([name, *(str(one) if isinstance(one, int) else _as_r_shows(one) for one in shown)])
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows[: len(rows) * (len(rows) > 1)]:
            print(" ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
        held = [value for value in self.metrics.get("val_loss", []) if not math.isnan(value)]
        if held and self.metrics["val_loss"].index(min(held)) + 1 < run:
            epoch = self.metrics["val_loss"].index(min(held)) + 1
            print(f"The validation loss was lowest in epoch {epoch} and is {_as_r_shows(held[-1])} now.")
            loss = [value for value in self.metrics.get("loss", []) if not math.isnan(value)]
            if loss and loss[-1] < loss[0]:
                print("The training loss fell: from then on the model may overfit. See callback_early_stopping().")

    def _count_epochs(self) -> int:
        return max(map(len, self.metrics.values()), default=0)

    def _list_panels(self) -> list[str]:
        """Return each metric's name without "val_", once."""
        return list(dict.fromkeys(split_name(name)[0] for name in self.metrics))

    def plot(self, metrics: str | Sequence[str] | None = None, path: Any = None) -> Any:
        """Draw the learning curves, one panel for each metric.

        Args:
            metrics: Names of the metrics to draw, without "val_"; None draws all. Unknown ones are left out with a
                warning.
            path: A file to save the picture to; its ending tells the format.

        Returns:
            The matplotlib Figure.

        Raises:
            ImportError: If matplotlib is not installed.
            ValueError: If the history has none of the metrics.
        """
        panels = self._choose_metrics(metrics)
        figure = _make_figure(len(panels), on_screen=path is None)
        for axes, panel in zip(figure.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0], panels, strict=True):
            self._draw(axes, panel)
        axes.set_xlabel("epoch")
        if axes.get_xlim()[1] < 2:  # a single epoch gives the axis no width
            axes.set_xlim(0.5, 1.5)
            axes.set_xticks([1])
        if path is not None:
            figure.savefig(path)
        return figure

    def _choose_metrics(self, metrics: str | Sequence[str] | None) -> list[str]:
        known = self._list_panels()
        if not known:
            raise ValueError("plot(): there is nothing to draw, because no epoch was run.")
        chosen = known if metrics is None else [metrics] if isinstance(metrics, str) else list(metrics)
        for name in (one for one in chosen if one not in known):
            wrong = errors.bad_argument("plot", "metrics", f"made of {', '.join(map(repr, known))}", name)
            if not set(chosen) & set(known):
                raise wrong
            notices.warn(str(wrong))
        chosen = [name for name in chosen if name in known]
        if not chosen:
            raise errors.bad_argument("plot", "metrics", "at least one name, or None for all", metrics)
        return chosen

    def _draw(self, axes: Any, panel: str) -> None:
        from matplotlib.ticker import MaxNLocator

        drawn = [(data, self.metrics[name]) for name, data in self._list_curves(panel)]
        for data, values in drawn:
            style = "-" if data == "training" else "--"
            axes.plot(range(1, len(values) + 1), values, style, marker="o", markersize=4, label=data)
        axes.set_ylabel(panel)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.grid(alpha=0.3)
        if len(drawn) > 1:
            axes.legend()

    def _list_curves(self, panel: str) -> Iterator[tuple[str, str]]:
        for name in self.metrics:
            metric, data = split_name(name)
            if metric == panel:
                yield name, data


def _make_figure(panels: int, on_screen: bool) -> Any:
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ImportError(f"plot(): needs matplotlib. Run: {spell_install('matplotlib')}") from error
    shape: dict[str, Any] = {"figsize": (7, 1 + 2 * panels), "layout": "constrained"}
    if not on_screen:
        return Figure(**shape)
    from matplotlib import pyplot

    figure = pyplot.figure(**shape)
    if "inline" in matplotlib.get_backend():
        pyplot.close(figure)  # otherwise a notebook would show the figure twice
    return figure


def _compute_average(value: Any) -> float:
    import numpy as np

    return float(np.mean(as_number(value)))


def _as_r_shows(value: float) -> str:
    """Return a number like R's `prettyNum(signif(value, 4))`: in fixed notation unless that is longer."""
    if math.isnan(value) or math.isinf(value):
        return "NaN" if math.isnan(value) else "Inf" if value > 0 else "-Inf"
    mantissa, exponent_text = f"{value:.{_DIGITS - 1}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    exponent = int(exponent_text)
    digits = sum(character.isdigit() for character in mantissa)
    scientific = f"{mantissa}e{exponent:+03d}"
    fixed = f"{float(scientific):.{max(0, digits - 1 - exponent)}f}"
    return fixed if len(fixed) <= len(scientific) else scientific
