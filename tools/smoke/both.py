"""The bridge, both ways: R in Python, and Python's objects in that R; under both names of the R package."""

import numpy as np

from rkeras_py import layer_dense
from rkeras_py.bridge import r_session

R = r_session()
x = R["measured"] = np.random.default_rng(1).normal(size=(20, 4))
model = R("""
  library(rkeras)
  stopifnot(normalizePath(find.package("rkeras")) == normalizePath(file.path(Sys.getenv("SMOKE_LIBRARY"), "rkeras")))
  inputs <- layer_input(shape = 4)
  model <- keras_model(inputs, inputs %>% layer_dense(units = 3, activation = "softmax"))
  model %>% compile(loss = "sparse_categorical_crossentropy", optimizer = "adam")
  model
""")
model.fit(x, np.arange(20) % 3, epochs=2, verbose=0)
predicted = R("predict(model, measured, verbose = 0)")
assert R["model"] is model
assert (predicted == model.predict(x, verbose=0)).all()
R["layer"] = layer = layer_dense(units=2)
assert R("same_object(layer, (keras_model_sequential(input_shape = 4) %>% layer)$layers[[1]])")
double = R("function(x) 2 * x")
assert double(4.0) == 8
try:
    R("layer_dense(units = 1.5)")
except ValueError as error:
    assert "`units` should be a whole number" in str(error)
else:
    raise AssertionError("a wrong argument in R is an error in Python")
assert R('use_keras_alias(quiet = TRUE); library(keras); "package:keras" %in% search()')
print("  R in Python and back, errors, the alias there")
