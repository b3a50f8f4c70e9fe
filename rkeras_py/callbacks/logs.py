"""Callbacks that write training logs to a file or a server."""

import importlib.util
import os
from typing import Any

from ..define import constructor, export
from ..engine.installing import spell_install
from ..engine.loading import keras
from ..r.process import run_dir
from ..saving.atomic_files import refuse_unwritable
from ..signatures.calls import refuse_further, takes_further
from ..signatures.object_words import Headers, Strings, StringsOrList
from ..signatures.results import Callback
from ..signatures.words import MISSING, Bool, Character, Count, CountFromZero, Data, Path, Str
from .words import Profile, UpdateFrequency


@constructor("rkeras_py.callbacks.classes.CSVLogger")
def callback_csv_logger(filename: Path = MISSING, separator: Character = ",", append: Bool = False) -> Any:
    r"""Write the results of each epoch to a file of comma-separated values.

    Use it to keep the training history in a file, for example to plot it later or to monitor training from another
    program. Spreadsheets, `read.csv()` and pandas can read the file.

    The columns are `epoch` (counted from 0) and the logs in alphabetical order, including validation logs, which are NA
    in epochs without validation.

    Args:
        filename: Path of the file.
        separator: The separator of the columns.
        append: Whether to append to an existing file instead of replacing it.

    Example:
        >>> from pathlib import Path
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1, kernel_initializer="zeros")
        >>> model = model >> compile(loss="mse", optimizer=optimizer_sgd(learning_rate=0.05))
        >>> x = np.array([[1.0], [3.0]])
        >>> history = model >> fit(x, x, epochs=3, callbacks=callback_csv_logger("log.csv"), verbose=0)
        >>> Path("log.csv").read_text()
        'epoch,loss,val_loss\n0,5.0,NA\n1,0.8899999260902405,NA\n2,0.1741000860929489,NA\n'
        >>> Path("log.csv").unlink()

    Example in R:
        model <- keras_model_sequential(input_shape = 1) %>%
          layer_dense(units = 1, kernel_initializer = "zeros")
        model %>% compile(loss = "mse", optimizer = optimizer_sgd(learning_rate = 0.05))
        x <- rbind(1, 3)
        history <- model %>%
          fit(x, x, epochs = 3, callbacks = callback_csv_logger("log.csv"), verbose = 0)
        read.csv("log.csv")
        unlink("log.csv")
    """


@constructor("keras.callbacks.RemoteMonitor", send=("root",))
def callback_remote_monitor(
    root: Str = "https://localhost:9000",
    path: Str = "/publish/epoch/end/",
    field: Str = "data",
    headers: Headers = None,
    send_as_json: Bool = False,
) -> Any:
    """Send the logs of each epoch to a server, by HTTP POST.

    Use it to monitor training in your own web service. If the server cannot be reached, a warning is given and training
    continues.

    Args:
        root: URL of the server.
        path: Path on the server.
        field: Name of the form field that contains the logs as JSON, including `epoch` (counted from 0).
        headers: Named list of additional HTTP headers.
        send_as_json: Whether to send the JSON itself instead of a form.

    Example:
        >>> model >> fit(x, y, callbacks=callback_remote_monitor(root="https://localhost:9000"))  # doctest: +SKIP
    """


@takes_further(tuple)
@export
def callback_tensorboard(
    log_dir: Path | None = None,
    histogram_freq: CountFromZero = 0,
    batch_size: Count | None = None,
    write_graph: Bool = True,
    write_grads: Bool = False,
    write_images: Bool = False,
    embeddings_freq: CountFromZero = 0,
    embeddings_layer_names: Strings = None,
    embeddings_metadata: StringsOrList = None,
    embeddings_data: Data = None,
    update_freq: UpdateFrequency = "epoch",
    profile_batch: Profile = 0,
    *,
    write_steps_per_second: Bool = False,
    **options: Any,
) -> Callback:
    """Write logs for TensorBoard.

    TensorBoard plots losses and metrics, and shows the graph of the model and histograms of the weights. Start it with
    tensorboard() and the same `log_dir`.

    Args:
        log_dir: Folder to write to. NULL uses `logs`, in the folder of the run (`run_dir()`) if there is one.
        histogram_freq: Number of epochs between writing histograms of the weights; 0 writes none.
        batch_size: Ignored; kept for R keras.
        write_graph: Whether to write the graph of the model.
        write_grads: Ignored; kept for R keras; TensorFlow 2 writes no histograms of gradients.
        write_images: Whether to write the weights as images, together with their histograms.
        embeddings_freq: Number of epochs between writing the embeddings; 0 writes none.
        embeddings_layer_names: Ignored; kept for R keras: all embedding layers are written.
        embeddings_metadata: Path of a file with the names of the rows of the embeddings, or a named list of one for
            each layer.
        embeddings_data: Ignored; kept for R keras; TensorFlow 2 does not use it.
        update_freq: "epoch", "batch", or the number of batches after which to write loss and metrics.
        profile_batch: Number of the batch to profile, or the first and the last; 0 for none.
        write_steps_per_second: Whether to write the number of steps per second.
        **options: Not used; unknown arguments are errors.

    Returns:
        The callback.

    Raises:
        ImportError: If the Python package tensorboard is not installed.

    Differences:
        `write_grads = TRUE`, `embeddings_layer_names` and `embeddings_data` have no effect, with one message per
        session. `embeddings_freq` and `embeddings_metadata` work; R keras 2.15 ignored them.

    Example:
        >>> callback_tensorboard(log_dir="logs", histogram_freq=1).histogram_freq
        1
    """
    refuse_further("callback_tensorboard", options)
    if importlib.util.find_spec("tensorboard") is None:
        raise ImportError(
            "callback_tensorboard(): needs the Python package tensorboard, which TensorFlow no longer installs. "
            f"Run: {spell_install('tensorboard')}"
        )
    if log_dir is not None:
        refuse_unwritable(log_dir, "callback_tensorboard", "log_dir")
    return keras().callbacks.TensorBoard(
        log_dir=os.path.join(run_dir(), "logs") if log_dir is None else log_dir,
        histogram_freq=histogram_freq,
        write_graph=write_graph,
        write_images=write_images,
        embeddings_freq=embeddings_freq,
        embeddings_metadata=embeddings_metadata,
        update_freq=update_freq,
        profile_batch=profile_batch,
        write_steps_per_second=write_steps_per_second,
    )
