"""The demonstration behind `make demo`: one model, two languages, one process.

Python hosts R. R builds models with `%>%`, Python trains them, R uses them; in the end R trains on two real data sets.
"""

import time
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

from rkeras_py.bridge import r_session

PICTURE = Path(__file__).resolve().parents[1] / ".cache" / "run" / "demo-learning-curve.png"

HEADLINE_MODEL = """
library(rkeras)
options(keras.fit_verbose = 0)
keras$utils$set_random_seed(1L)

main_input <- layer_input(shape = c(100), dtype = "int32", name = "main_input")
lstm_out <- main_input %>%
  layer_embedding(input_dim = 10000, output_dim = 512, input_length = 100) %>%
  layer_lstm(units = 32)
auxiliary_output <- lstm_out %>%
  layer_dense(units = 1, activation = "sigmoid", name = "aux_output")

auxiliary_input <- layer_input(shape = c(5), name = "aux_input")
main_output <- layer_concatenate(c(lstm_out, auxiliary_input)) %>%
  layer_dense(units = 64, activation = "relu") %>%
  layer_dense(units = 64, activation = "relu") %>%
  layer_dense(units = 64, activation = "relu") %>%
  layer_dense(units = 1, activation = "sigmoid", name = "main_output")

model <- keras_model(
  inputs = c(main_input, auxiliary_input),
  outputs = c(main_output, auxiliary_output)
)
model %>% compile(
  optimizer = "rmsprop",
  loss = "binary_crossentropy",
  loss_weights = c(1.0, 0.2)
)
"""

WEIGHTS_IN_R = """
weights <- unlist(lapply(get_weights(model), function(array) aperm(array)))
first <- toString(sprintf("%.6f", weights[1:3]))
cat(sprintf("  R       %d weights, first %s, sum %.6f\\n", length(weights), first, sum(weights)))
"""

IRIS = """
set.seed(1)
rows <- sample(nrow(iris))
x <- scale(iris[rows, 1:4])
species <- iris$Species[rows]          # a factor, as it is

flowers <- keras_model_sequential(input_shape = 4) %>%
  layer_dense(units = 16, activation = "relu") %>%
  layer_dense(units = 3, activation = "softmax")
flowers %>% compile(
  optimizer = optimizer_adam(learning_rate = 0.01),
  loss = "sparse_categorical_crossentropy",
  metrics = c("accuracy")
)
history <- flowers %>% fit(
  x[1:100, ], species[1:100],
  epochs = 40, batch_size = 16,
  validation_data = list(x[101:150, ], species[101:150])
)

curve <- plot(history)                 # ggplot2, as R users know it
suppressMessages(ggplot2::ggsave(picture, curve, width = 7, height = 5, dpi = 100))

held_back <- flowers %>% evaluate(x[101:150, ], species[101:150], verbose = 0)
held_back[["accuracy"]]
"""

DIGITS = """
rows <- sample(nrow(images), 1347)     # three quarters
digits <- keras_model_sequential(input_shape = dim(images)[-1]) %>%
  layer_conv_2d(filters = 32, kernel_size = c(3, 3), activation = "relu") %>%
  layer_max_pooling_2d(pool_size = c(2, 2)) %>%
  layer_flatten() %>%
  layer_dense(units = 10, activation = "softmax")
digits %>% compile(
  optimizer = "adam",
  loss = "sparse_categorical_crossentropy",
  metrics = c("accuracy")
)
digits %>% fit(images[rows, , , , drop = FALSE], numbers[rows], epochs = 15, batch_size = 32)

scores <- digits %>% evaluate(images[-rows, , , , drop = FALSE], numbers[-rows], verbose = 0)
scores[["accuracy"]]
"""


def title(text):
    """Print the title of a part."""
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def code(text):
    """Print R code as it is about to run."""
    print("\n".join(f"  R> {line}" if line else "" for line in text.strip().splitlines()), "\n", sep="", flush=True)


def show_weights(R, model):
    """Let both languages say which weights they see."""
    weights = np.concatenate([array.ravel() for array in model.get_weights()])
    first = ", ".join(f"{weight:.6f}" for weight in weights[:3])
    R(WEIGHTS_IN_R)
    print(f"  Python  {weights.size} weights, first {first}, sum {weights.sum(dtype='float64'):.6f}")
    difference = np.abs(weights - R("weights")).max()
    print(f"  largest difference: {difference:g}")
    assert difference == 0


def show_headline_model(R):
    """Build in R, train in Python, predict in R."""
    title("1. R builds a model with two inputs and two outputs")
    code(HEADLINE_MODEL)
    R(HEADLINE_MODEL)
    R("print(model)")
    model = R["model"]
    assert R("identical(count_params(model), 5200610L)") and model.count_params() == 5_200_610
    print(f"\nIn Python this is {type(model)}; R['model'] is model: {R['model'] is model}")

    title("2. Python trains it")
    random = np.random.default_rng(1)
    headlines = random.integers(1, 10000, (256, 100)).astype("int32")
    extras = random.random((256, 5)).astype("float32")
    labels = (extras[:, 0] > 0.5).astype("float32")
    print("  Py> model.fit([headlines, extras], [labels, labels], epochs=8)\n")
    log = model.fit([headlines, extras], [labels, labels], epochs=8, verbose=0).history
    for epoch in (0, 7):
        main, aux, loss = (log[name][epoch] for name in ("main_output_loss", "aux_output_loss", "loss"))
        print(f"  epoch {epoch + 1}: loss {loss:.6f} = main {main:.6f} + 0.2 * aux {aux:.6f}")
        assert abs(loss - (main + 0.2 * aux)) < 1e-6

    title("3. Both see the same weights")
    show_weights(R, model)

    title("4. R predicts, and so does Python")
    R["headlines"], R["extras"] = headlines, extras
    code("predicted <- model %>% predict(list(headlines, extras), verbose = 0)")
    in_r = R("predicted <- model %>% predict(list(headlines, extras), verbose = 0)")
    in_python = model.predict([headlines, extras], verbose=0)
    R('cat("  R      ", sprintf("%.6f", predicted[[1]][1:5]), fill = TRUE)')
    print("  Python ", *(f"{value:.6f}" for value in in_python[0][:5, 0]))
    difference = max(np.abs(ours - theirs).max() for ours, theirs in zip(in_r, in_python, strict=True))
    print(f"  largest difference: {difference:g}")
    assert difference == 0


def train_on_iris(R):
    """Train on data that come with R, and draw the learning curve there."""
    title("5. R trains on its own iris data")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    R["picture"] = str(PICTURE)
    code(IRIS)
    accuracy = R(IRIS)
    print(f"  accuracy on the 50 flowers held back: {accuracy:.2f}")
    print(f"  learning curve: {PICTURE}")
    assert accuracy > 0.9
    return accuracy


def train_on_digits(R):
    """Train in R on arrays that come from Python."""
    title("6. R trains on scikit-learn's digits")
    data = load_digits()
    R["images"], R["numbers"] = data.images[..., None] / 16, data.target
    code(DIGITS)
    accuracy = R(DIGITS)
    print(f"  accuracy on the 450 pictures held back: {accuracy:.2f}")
    assert accuracy > 0.9
    return accuracy


def main():
    """Run all parts."""
    started = time.perf_counter()
    R = r_session()
    print("Python hosts", R("R.version.string") + ", one process, one Keras.")
    show_headline_model(R)
    iris, digits = train_on_iris(R), train_on_digits(R)
    title(f"Shown in {time.perf_counter() - started:.0f} seconds")
    print("- an R pipeline built a plain Keras model of 5,200,610 parameters; Python trained that very object")
    print("- R and Python read equal weights from it and predict equal numbers, to the last bit")
    print(f"- R trained on iris (accuracy {iris:.2f}) and on Python's digits ({digits:.2f})")
    print(f"- the learning curve of iris, drawn by R's plot(history): {PICTURE}")


if __name__ == "__main__":
    main()
