# R's generics call their methods with arguments of other methods: RStudio's Environment pane does, and knitr.

model <- keras_model_sequential(input_shape = 3, name = "pair") %>% layer_dense(2, name = "d") %>% layer_dense(1)
model %>% compile("adam", "mse")
history <- model %>% fit(matrix(1:12, 4), 1:4, epochs = 2, verbose = 0)
objects <- list(
  model = model,
  layer = model$layers[[1]],
  variable = model$layers[[1]]$kernel,
  tensor = op_array(matrix(c(1, 2, 3, 4), 2)),
  symbolic = model$input,
  history = history,
  optimizer = optimizer_adam(),
  loss = loss_mean_squared_error(),
  metric = metric_mean(),
  initializer = initializer_zeros(),
  callback = callback_early_stopping(),
  tokenizer = text_tokenizer(10),
  generator = image_data_generator(),
  tensor_shape = shape(1, 2),
  shape = model$input$shape,
  vectorizer = layer_text_vectorization(vocabulary = c("u", "v")),
  schedule = learning_rate_schedule_exponential_decay(0.1, 2, 0.5),
  regularizer = regularizer_l2(0.25),
  constraint = constraint_nonneg(),
  bare = reticulate::import("keras", convert = FALSE)$ops$ones(reticulate::tuple(2L)),
  `class of R` = Layer("Own", call = function(inputs) inputs)(),
  nested = list(deep = list(model = model, history = history)),
  code = show_r(model),
  class = new_layer_class("Plain")
)

# Arguments of methods of base R, with values that are valid there.
further <- list(
  print = list(digits = 3L, quote = FALSE, na.print = "", print.gap = 2L, right = TRUE, max = 99L, useSource = TRUE),
  format = list(trim = TRUE, digits = 3L, nsmall = 2L, justify = "left", na.encode = FALSE, scientific = FALSE),
  str = list(
    max.level = 1,
    vec.len = 2,
    digits.d = 3L,
    nchar.max = 99L,
    give.attr = FALSE,
    list.len = 9L,
    no.list = TRUE
  ),
  summary = list(digits = 3L, maxsum = 7L, quantile.type = 7L),
  toString = list(sep = ", ")
)

test_that("print(), format(), str(), summary() take what R's generics hand on", {
  for (kind in names(objects)) {
    object <- objects[[kind]]
    for (generic in names(further)) {
      if (kind == "class" && !generic %in% c("print", "str")) {
        next # a function of R, for R's own methods
      }
      output <- capture.output(print(do.call(generic, c(list(object), further[[generic]]))))
      expect_true(any(nzchar(output)), info = paste(generic, kind))
    }
    environment <- list2env(list(object = object))
    for (use in alist(
      str(list(a = object)),
      print(ls.str(environment)),
      print(list(object), digits = 3, quote = FALSE),
      str(object, max.level = 1, give.attr = FALSE, vec.len = 2),
      rapply(list(object), function(x) x, how = "list"),
      object.size(object),
      dput(object)
    )) {
      output <- capture.output(eval(use))
      expect_true(all(nzchar(class(output))), info = kind)
    }
    expect_identical(identical(object, object), TRUE)
    if (kind != "class") {
      expect_true(is.character(as.character(object)))
    }
  }
})

test_that("an object of R6 shows the model and the history that it holds", {
  holder <- R6::R6Class("Holder", public = list(model = model, history = history))$new()
  expect_match(capture.output(str(holder)), "history: keras_training_history", fixed = TRUE, all = FALSE)
  expect_match(capture.output(ls.str(holder)), "model : <Sequential name=pair", fixed = TRUE, all = FALSE)
  expect_identical(capture.output(print(list(holder), digits = 3))[-1], c(capture.output(print(holder)), ""))
  expect_lt(object.size(holder), 1e5)
})

test_that("a model in a list is one line, and alone its table", {
  line <- "<Sequential name=pair, built=True>"
  expect_identical(capture.output(str(list(m = model))), c("List of 1", paste0(" $ m:", line)))
  expect_identical(capture.output(str(model, max.level = 1)), line)
  expect_identical(capture.output(str(model)), capture.output(print(model, digits = 3)))
  expect_identical(capture.output(summary(model, digits = 3)), capture.output(print(model)))
  expect_error(
    print(model, line_lenght = 70),
    "unknown argument `line_lenght`. Did you mean `line_length`?",
    fixed = TRUE
  )
})

test_that("head() and tail() take layers of models and elements of tensors", {
  expect_identical(vapply(head(model, 1), function(x) x$name, ""), "d")
  expect_length(tail(model, n = -1), 1)
  expect_identical(as.array(head(objects$tensor, 1)), matrix(c(1, 3), 1))
  for (kind in c("layer", "optimizer", "loss", "metric", "initializer", "callback", "tokenizer", "symbolic")) {
    for (generic in list(head, tail)) {
      expect_error(generic(objects[[kind]], 2), "no elements to take|has no values", info = kind)
    }
  }
})

test_that("a model is a list of its layers for lapply(), a tensor a table of its values", {
  expect_identical(lapply(model, function(layer) layer$name), list("d", model$layers[[2]]$name))
  expect_identical(as.data.frame(objects$tensor), as.data.frame(matrix(c(1, 2, 3, 4), 2)))
  expect_identical(rownames(as.data.frame(objects$tensor, row.names = c("a", "b"))), c("a", "b"))
  expect_error(as.data.frame(objects$symbolic), "A symbolic tensor has values only when its model runs", fixed = TRUE)
  for (kind in c("layer", "optimizer", "loss", "metric")) {
    expect_error(lapply(objects[[kind]], identity), "as.list(): an object of class ", fixed = TRUE, info = kind)
  }
})

test_that("generics of fitted models say where Keras has what they ask for", {
  generics <- c(
    "coef",
    "confint",
    "deviance",
    "df.residual",
    "fitted",
    "formula",
    "median",
    "model.frame",
    "model.matrix",
    "nobs",
    "quantile",
    "residuals",
    "sigma",
    "terms",
    "update",
    "weights"
  )
  for (kind in c("model", "layer", "optimizer", "loss", "metric", "tensor", "symbolic")) {
    for (generic in generics) {
      error <- tryCatch(getExportedValue("stats", generic)(objects[[kind]]), error = conditionMessage)
      expect_match(error, paste0("^", generic, "\\(\\) is not available for an object of class .*[.]$"), info = kind)
    }
  }
  for (kind in c("layer", "optimizer", "loss", "metric", "tensor", "symbolic")) {
    expect_error(predict(objects[[kind]], 1), "^predict\\(\\) is not available .* It is for models", info = kind)
  }
  expect_error(coef(model), "get_weights(model) returns the weights.", fixed = TRUE)
  expect_error(
    cbind(1, objects$tensor),
    "^cbind\\(\\) is not available .* op_concatenate\\(list\\(x, y\\), axis = 2\\)"
  )
  expect_error(do.call(rbind, list(objects$tensor, 2)), "^rbind\\(\\) is not available .* axis = 1\\)")
  expect_error(confint(model, parm = 1, level = 0.9), "^confint\\(\\) is not available")
  expect_error(model.frame(formula = model, data = iris), "^model.frame\\(\\) is not available")
})

test_that("all.equal() tells objects of Python apart by what they hold", {
  copy <- unserialize_model(serialize_model(model))
  expect_true(all.equal(model, copy))
  copy %>% set_weights(lapply(get_weights(copy), function(w) w * 1.001))
  expect_match(all.equal(model, copy), "weights.*Mean relative difference: 0.00(09|10)", all = FALSE)
  expect_true(all.equal(model, copy, tolerance = 0.01, check.attributes = FALSE, scale = NULL, countEQ = TRUE))
  expect_true(is.character(all.equal(model, keras_model_sequential(input_shape = 3) %>% layer_dense(5))))
  expect_match(all.equal(model, 1), "different objects")
  layer <- model$layers[[1]]
  expect_true(all.equal(layer$kernel, layer$weights[[1]]))
  expect_true(all.equal(layer, model$layers[[1]]))
  expect_match(all.equal(layer, model$layers[[2]]), "config", all = FALSE)
  tensor <- op_array(c(1, 2))
  expect_true(all.equal(tensor, op_array(c(1, 2))))
  expect_true(all.equal(tensor, c(1, 2)))
  expect_match(all.equal(tensor, op_array(c(1, 3))), "difference: 0.5", all = FALSE)
  expect_match(all.equal(tensor, op_array(c(1, 2), "float64")), "dtype", all = FALSE)
  expect_match(all.equal(optimizer_adam(0.1), optimizer_adam(0.2)), "learning_rate", all = FALSE)
  expect_true(all.equal(loss_huber(), loss_huber()))
  expect_match(all.equal(loss_huber(), loss_huber(delta = 2)), "config", all = FALSE)
  expect_match(all.equal(initializer_zeros(), initializer_ones()), "class", all = FALSE)
  expect_match(all.equal(callback_early_stopping(), callback_early_stopping()), "different objects")
  expect_true(all.equal(model$input, model$input))
  expect_equal(layer$kernel, layer$weights[[1]])
  expect_failure(expect_equal(model, copy))
})

test_that("missing values of tensors are found, and arguments without a meaning are refused", {
  tensor <- op_array(c(1, NaN))
  expect_identical(as.logical(is.na(tensor)), c(FALSE, TRUE))
  expect_true(anyNA(tensor))
  expect_false(anyNA(objects$tensor))
  expect_identical(is.na(model), FALSE)
  expect_error(mean(tensor, na.rm = TRUE), "no missing values")
  expect_error(mean(tensor, trim = 0.1), "does not take `trim`", fixed = TRUE)
  expect_error(range(tensor, finite = TRUE), "no missing values")
  expect_error(sort(tensor, index.return = TRUE), "does not take `index.return`", fixed = TRUE)
  expect_error(aperm(objects$tensor, resize = FALSE), "does not take `resize`", fixed = TRUE)
  expect_identical(rownames(as.data.frame(history, row.names = c("a", "b"))), c("a", "b"))
  expect_match(capture.output(print(history, digits = 2)), "^loss: [0-9.]{2,4}$", all = FALSE)
})

test_that("generics for arrays take tensors with values, and refuse symbolic ones by name", {
  values <- c(2, 1, 2, 5)
  v <- as_tensor(values)
  m <- as_tensor(matrix(values, 2))
  grDevices::pdf(NULL)
  withr::defer(grDevices::dev.off())
  expect_identical(unique(v), unique(array(values)))
  expect_identical(duplicated(v), duplicated(array(values)))
  expect_identical(anyDuplicated(v), 3L)
  expect_identical(rev(m), rev(values))
  expect_identical(rep(v, times = 2), rep(values, times = 2))
  expect_identical(diff(m), diff(matrix(values, 2)))
  expect_identical(cut(v, c(0, 1.5, 9)), cut(values, c(0, 1.5, 9)))
  expect_identical(split(v, c(1, 1, 2, 2)), split(values, c(1, 1, 2, 2)))
  expect_equal(det(m), det(matrix(values, 2)))
  drawn <- hist(v)
  expect_identical(drawn$xname, "v")
  expect_identical(drawn$counts, hist(values, plot = FALSE)$counts)
  expect_identical(barplot(height = v), barplot(values))
  expect_identical(boxplot(v)$stats, boxplot(values)$stats)
  expect_no_error(image(m))
  expect_no_error(persp(m))
  expect_identical(boxplot(v, v, main = quote(a^2))$stats, boxplot(values, values)$stats)
  expect_identical(unique(as_tensor(c("b", "a", "b"))), unique(array(c("b", "a", "b"))))
  x <- layer_input(3)
  expect_error(unique(x), "unique(): `x` should be a tensor with values", fixed = TRUE)
  expect_error(split(x, 1), "split(): `x` should be a tensor with values", fixed = TRUE)
  expect_error(barplot(x), "barplot(): `x` should be a tensor with values", fixed = TRUE)
  expect_error(plot(x), "plot(): `x` should be a tensor with values", fixed = TRUE)
})
