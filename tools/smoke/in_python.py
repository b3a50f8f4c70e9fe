"""A Python user who has the wheel and no R."""

import pydoc
import sys
from importlib import metadata
from pathlib import Path

import numpy as np

import rkeras_py
from rkeras_py import *

assert Path(rkeras_py.__file__).is_relative_to(Path(sys.prefix).resolve()), rkeras_py.__file__

# --- help ---------------------------------------------------------------------------------------------------------
assert "units" in pydoc.render_doc(layer_dense)
described = metadata.metadata("rkeras-py")
assert described["Author-email"] and dict(url.split(", ") for url in described.get_all("Project-URL"))["Repository"]
print("  help pages, metadata")

# --- the functional pipe, training, files ---------------------------------------------------------------------------
set_random_seed(1)
x = np.random.default_rng(1).normal(size=(150, 4))
y = (x[:, 0] > x[:, 1]).astype(int) + (x[:, 2] > 0.5)
inputs = layer_input(shape=4)
outputs = inputs >> layer_dense(units=16, activation="relu") >> layer_dense(units=3, activation="softmax")
model = keras_model(inputs, outputs)
model >> compile(loss="sparse_categorical_crossentropy", optimizer=optimizer_adam(0.02), metrics="accuracy")
history = model >> fit(x, y, epochs=20, verbose=0)
measured = model >> evaluate(x, y, verbose=0)
assert measured["accuracy"] > 0.85 and len(history.history["loss"]) == 20
predicted = model >> predict(x, verbose=0)
for file in ("model.keras", "model.h5"):
    model >> save_model(file)
    assert (load_model(file).predict(x, verbose=0) == predicted).all()
model >> save_model_weights("weights.weights.h5")
again = clone_model(model)
again >> load_model_weights("weights.weights.h5")
assert (again.predict(x, verbose=0) == predicted).all()
print(f"  functional pipe, training to {measured['accuracy']:.3f}, three kinds of files")

# --- one function of each group --------------------------------------------------------------------------------------
Path("origin.txt").write_text("some data")
Doubled = new_layer_class("Doubled", call=lambda self, inputs: 2 * inputs)
stopped = callback_early_stopping(monitor="loss", patience=1, min_delta=1)
assert np.allclose(activation_relu(np.array([-1.0, 2.0])), [0, 2])
assert np.allclose(k_get_value(k_sum(np.array([[1.0, 3.0], [2.0, 4.0]]), axis=1)), [3, 7])
assert np.allclose(op_add(1, 2), 3)
assert np.allclose(initializer_constant(3)((2,)), [3, 3])
assert np.allclose(loss_mean_squared_error(np.zeros((1, 2)), np.full((1, 2), 2.0)), 4)
assert np.allclose(metric_binary_accuracy(np.ones((1, 1)), np.array([[0.9]])), 1)
assert np.allclose(regularizer_l2(0.5)(np.array(2.0)), 2)
assert np.allclose(constraint_nonneg()(np.array([-1.0, 1.0])), [0, 1])
assert np.allclose(learning_rate_schedule_exponential_decay(1.0, 10, 0.5)(10), 0.5)
assert pad_sequences([[1, 2]], maxlen=3).tolist() == [[0, 1, 2]]
assert np.allclose(create_layer(Doubled)(np.array([[2.0]])), 4)
assert Path(get_file("fetched.txt", origin=Path("origin.txt").resolve().as_uri(), cache_dir=".")).read_text()
assert config_floatx() == "float32"
assert application_mobilenet(weights=None, input_shape=(32, 32, 3), classes=2).count_params() > 3e6
assert get_layer(model, index=2).units == 16
assert c(1, 2) == (1, 2)
try:
    hp_int(2, "units", 1, 2)
    raise AssertionError("2 is no choice of a tuner")
except ValueError as error:
    assert "`hp` should be hyperparameters" in str(error), error
assert len(fit(model, x, y, epochs=9, callbacks=[stopped], verbose=0).epoch) == 2
assert "units = 16" in str(show_r(model)) and "layer_dense(units=16" in str(show_python(model))
print("  one function of each group, show_r(), show_python()")
