"""Filters for TensorFlow's start-up messages if TF_CPP_MIN_LOG_LEVEL asks for silence.

TensorFlow 2.21 writes a few lines before it reads that variable, straight to file descriptor 2.
"""

import contextlib
import logging
import os
import re
import sys
import tempfile
from collections.abc import Iterator

_CHATTER = re.compile(
    rb"^(?:I\d{4} |E\d{4} .*failed call to cuInit|WARNING: All log messages before absl::InitializeLog"
    rb"|To enable the following instructions: ).*\n?",
    re.MULTILINE,
)


@contextlib.contextmanager
def hold_back_noise(*, again: bool = False) -> Iterator[None]:
    """Hold back what is written to standard error, and let all but the chatter through at the end.

    Args:
        again: Whether to do so although TensorFlow is loaded: it was loaded in this way, and has not computed yet.
    """
    if os.environ.get("TF_CPP_MIN_LOG_LEVEL", "0") == "0" or ("tensorflow" in sys.modules and not again):
        yield
        return
    try:
        saved = os.dup(2)
    except OSError:  # pythonw, for example, has no standard error
        yield
        return
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)
            held.seek(0)
            rest = _CHATTER.sub(b"", held.read())
            if rest:
                os.write(2, rest)


def drop_false_alarms() -> None:
    """Drop TensorFlow's warning of frequent retracing where it is about the functions that Keras compiles for models.

    TensorFlow counts by source line, and all models share Keras's: five models that predict once each look like one
    function that was traced five times. Keras lets their shapes vary anyway. Functions of the user are warned of.
    """
    logging.getLogger("tensorflow").addFilter(_is_no_false_alarm)


def _is_no_false_alarm(record: logging.LogRecord) -> bool:
    text = record.getMessage()
    return not ("triggered tf.function retracing" in text and "<function TensorFlowTrainer." in text)
