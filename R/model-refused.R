# R generics for fitted models and data that do not apply to Keras objects. R's own methods would look up Python attributes by
# the names of their elements, and fail with errors that do not name the function.

elsewhere <- c(
  cbind = "op_concatenate(list(x, y), axis = 2) joins tensors, op_stack(list(x, y), axis = 2) vectors.",
  coef = "get_weights(model) returns the weights.",
  confint = "Keras does not estimate intervals; get_weights(model) returns the weights.",
  deviance = "evaluate(model, x, y) returns the loss on data.",
  df.residual = "count_params(model) returns the number of weights.",
  fitted = "Models do not store predictions; predict(model, x) computes them.",
  formula = "Only predict() uses the formula; generics::tidy(model) lists the layers.",
  median = "op_median(x) and median(as.array(x)) work on tensors.",
  model.frame = "Models do not store data; pass the data to predict() or evaluate().",
  model.matrix = "Models do not store data; pass the data to predict() or evaluate().",
  nobs = "Models do not store data; use nrow() of the data.",
  predict = "It is for models; keras_model() and keras_model_sequential() create a model from layers.",
  quantile = "op_quantile(x, q) and quantile(as.array(x)) work on tensors.",
  rbind = "op_concatenate(list(x, y), axis = 1) joins tensors, op_stack(list(x, y), axis = 1) vectors.",
  residuals = "generics::augment(model, data) returns predictions and residuals for data.",
  sigma = "evaluate(model, x, y) returns the loss on data.",
  terms = "Only predict() uses the formula; generics::tidy(model) lists the layers.",
  update = "Build or compile() the model again, or use clone_model().",
  weights = "get_weights(model) returns the weights."
)

register_refusals <- function() {
  registerS3method("as.list", keras_names[["KerasSaveable"]], object_to_list, envir = baseenv())
  for (class in keras_names[c("KerasSaveable", "Tensor", "KerasTensor")]) {
    for (generic in names(elsewhere)) {
      method <- yield_if_tensorflow(refuse_generic(generic), class)
      registerS3method(generic, class, method, envir = asNamespace("stats"))
    }
  }
}

refuse_generic <- function(generic) {
  force(generic)
  function(...) {
    object <- Find(function(one) inherits(one, "python.builtin.object"), rlang::list2(...)) # first, or by its name
    for (class in setdiff(class(object), keras_names[c("KerasSaveable", "Tensor", "KerasTensor")])) {
      method <- utils::getS3method(generic, class, optional = TRUE) # of a package, for a class of Keras 2
      if (!is.null(method)) {
        return(method(...))
      }
    }
    stop_value(generic, "() is not available for an object of class ", class(object)[[1L]], ". ", elsewhere[[generic]])
  }
}

# The layers of a model, as in head() and tail(); for lapply().
object_to_list <- function(x, ...) {
  ensure_alive(x)
  if (!inherits(x, keras_names[["Model"]])) {
    stop_value("as.list(): an object of class ", class(x)[[1L]], " has no elements.")
  }
  convert_to_r(x$layers)
}
