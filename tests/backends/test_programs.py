"""Scripts that choose the backend are translated, and their programs train as they do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """library(keras3)
use_backend("{backend}")
set.seed(1)
x <- matrix(rnorm(80), 20)
y <- as.integer(x[, 1] > 0)
model <- keras_model_sequential(input_shape = 4) |>
  layer_dense(8, activation = "relu") |>
  layer_dense(2, activation = "softmax")
model |> compile(loss = "sparse_categorical_crossentropy", optimizer = optimizer_adam(0.01))
history <- model |> fit(x, y, epochs = 2, verbose = 0, shuffle = FALSE)
cat(config_backend(), "\\n")
"""


@pytest.mark.parametrize("style", ["rkeras_py", "keras"])
def test_a_program_chooses_the_backend_of_its_script(tmp_path: Path, style: str) -> None:
    backend = os.environ["KERAS_BACKEND"]
    script, program = tmp_path / "script.R", tmp_path / "program.py"
    script.write_text(SCRIPT.format(backend=backend))
    variables = {name: value for name, value in os.environ.items() if name != "KERAS_BACKEND"}
    command = [sys.executable, "-m", "rkeras_py", "translate", script, "-o", program, "--style", style, "--verify"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, env=variables, cwd=tmp_path)
    assert "the same: 1 printed line and 1 training" in done.stdout + done.stderr
    if style == "keras":
        assert f'os.environ["KERAS_BACKEND"] = "{backend}"\n\nimport keras\n' in program.read_text()
