reticulate::py_run_string(
  "
import keras
register = keras.saving.register_keras_serializable('made_in_python')
@register
class PyScale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor
    def build(self, input_shape):
        self.offset = self.add_weight(shape=(input_shape[-1],), initializer='ones')
    def call(self, inputs):
        return inputs * self.factor + self.offset
    def get_config(self):
        return {**super().get_config(), 'factor': self.factor}
@register
class PyModel(keras.Model):
    def __init__(self, units=1, **kwargs):
        super().__init__(**kwargs)
        self.units, self.dense = units, keras.layers.Dense(units)
    def call(self, inputs):
        return self.dense(inputs)
    def get_config(self):
        return {**super().get_config(), 'units': self.units}
@register
class PyLoss(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return keras.ops.mean(keras.ops.abs(y_true - y_pred), -1)
@register
class PyMetric(keras.metrics.Metric):
    def __init__(self, name='largest', **kwargs):
        super().__init__(name=name, **kwargs)
        self.largest = self.add_weight(name='largest', initializer='zeros')
    def update_state(self, y_true, y_pred, sample_weight=None):
        self.largest.assign(keras.ops.maximum(self.largest, keras.ops.max(y_true - y_pred)))
    def result(self):
        return self.largest
@register
def py_mean(y_true, y_pred):
    return keras.ops.mean(y_pred, -1)
class PyCallback(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.seen = []
    def on_epoch_end(self, epoch, logs=None):
        self.seen.append(float(logs['largest']))
"
)
py <- reticulate::py
x <- layer_input(4)
data <- matrix(sin(1:80), 20)
target <- matrix(rowSums(data), 20)

test_that("layers, losses, metrics and callbacks written in Python compose, train and come back from files", {
  layer_py_scale <- create_layer_wrapper(py$PyScale)
  scaled <- x %>% layer_py_scale(3) %>% py$PyScale(factor = 0.5)()
  expect_equal(predict(keras_model(x, scaled), data, verbose = 0), (data * 3 + 1) / 2 + 1, tolerance = 1e-6)
  model <- keras_model(x, layer_dense(scaled, 1))
  compile(model, "sgd", py$PyLoss(), metrics = list(py$PyMetric(), py$py_mean, mine = py$py_mean))
  callback <- py$PyCallback()
  metrics <- fit(model, data, target, epochs = 2, verbose = 0, callbacks = list(callback))$metrics
  expect_named(metrics, c("loss", "largest", "py_mean", "mine"))
  expect_equal(unlist(callback$seen), metrics$largest)
  residual <- target - predict(model, data, verbose = 0)
  measured <- evaluate(model, data, target, verbose = 0)
  expect_equal(measured[["loss"]], mean(abs(residual)), tolerance = 1e-5)
  expect_equal(measured[["largest"]], max(0, residual), tolerance = 1e-5)
  for (file in c(withr_file(".keras"), withr_file(".h5"))) {
    if (endsWith(file, "h5")) {
      save_model_hdf5(model, file)
    } else {
      save_model_tf(model, file)
    }
    loaded <- if (endsWith(file, "h5")) load_model_hdf5(file) else load_model_tf(file)
    expect_equal(evaluate(loaded, data, target, verbose = 0), measured)
  }
})

test_that("a model class written in Python is one of R, and may be extended there", {
  model <- py$PyModel(units = 1L)
  expect_s3_class(model, "keras.engine.training.Model")
  compile(model, "sgd", "mse")
  losses <- fit(model, data, target, epochs = 3, verbose = 0)$metrics$loss
  expect_true(all(diff(losses) < 0))
  file <- withr_file(".keras")
  save_model_tf(model, file)
  expect_equal(predict(load_model_tf(file), data, verbose = 0), predict(model, data, verbose = 0))
  Doubled(py$PyScale) %py_class%
    {
      call <- function(inputs) super$call(inputs) * 2
    }
  expect_equal(predict(keras_model(x, Doubled(factor = 3)(x)), data, verbose = 0), (data * 3 + 1) * 2, tolerance = 1e-6)
})
