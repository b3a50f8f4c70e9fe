from_json <- function(file) {
  jsonlite::fromJSON(test_path("..", "contract", file), simplifyVector = FALSE)
}

named <- function(pairs) stats::setNames(lapply(pairs, `[[`, 2), vapply(pairs, `[[`, "", 1))

keras2 <- lapply(from_json("formals.json"), function(entry) named(entry$args))
keras3 <- lapply(Filter(function(entry) !is.null(entry$args), from_json("keras3.json")), function(entry) {
  named(entry$args)
})
apart <- from_json("apart.json")

# R keras 2.15, and keras3 where that alone has a function.
contract <- c(keras2, keras3[setdiff(names(keras3), names(keras2))])

# The arguments that keras3 has beside those of R keras 2, where both have a function; but for `...`.
further <- function(name) {
  own <- named(apart$own[[name]])
  if (!name %in% names(keras2)) {
    return(own)
  }
  beside <- if (name %in% names(apart$methods)) named(apart$methods[[name]]) else keras3[[name]]
  beside <- beside[setdiff(names(beside), c(names(keras2[[name]]), "...", names(apart$arguments[[name]])))]
  for (argument in names(apart$defaults[[name]])) {
    beside[[argument]] <- apart$defaults[[name]][[argument]][[1]]
  }
  c(beside, own)
}

beyond <- names(from_json("beyond.json"))

exported <- getNamespaceExports("rkeras")

methods <- local({
  registered <- getNamespaceInfo("rkeras", "S3methods")
  names <- paste(registered[, 1], registered[, 2], sep = ".")
  found <- mget(registered[, 3], envir = asNamespace("rkeras"), inherits = TRUE)
  stats::setNames(found, names)
})

# A default as code in one spelling: numbers by value, so that 1L and 1 are the same.
spelled <- function(default) {
  if (is.call(default)) {
    return(as.call(lapply(as.list(default), spelled)))
  }
  if (is.numeric(default)) as.numeric(default) else default
}

ours <- function(definition) {
  lapply(as.list(formals(args(definition))), spelled)
}

theirs <- function(defaults) {
  # `keras::` is the package itself.
  lapply(defaults, function(code) if (is.null(code)) quote(expr = ) else spelled(str2lang(sub("^keras::", "", code))))
}

# The formals that the contract asks for, of a function that has these.
expected_formals <- function(found, name) {
  expected <- theirs(contract[[name]])
  if (!"..." %in% names(expected) && "..." %in% names(found)) {
    expected <- c(expected, list(... = quote(expr = )))
  }
  c(expected, theirs(further(name)))
}

# A single expectation for all: a thousand would take longer than the work that they look at.
expect_contract <- function(definitions) {
  found <- lapply(definitions, ours)
  expected <- Map(expected_formals, found, names(found))
  wrong <- !mapply(
    function(one, other) length(one) == 0 && length(other) == 0 || identical(one, other),
    found,
    expected
  )
  expect_identical(found[wrong], expected[wrong])
}

test_that("arguments of every function are those of R keras 2.15", {
  names <- setdiff(exported, beyond)
  expect_identical(setdiff(names, names(contract)), character())
  expect_contract(Filter(is.function, sapply(names, getExportedValue, ns = "rkeras", simplify = FALSE)))
})

test_that("arguments of every S3 method are those of R keras 2.15", {
  expect_contract(methods[intersect(names(methods), names(contract))])
  expect_true("fit.keras.engine.training.Model" %in% names(methods))
})

test_that("every export of R keras 2.15 is here", {
  exports <- jsonlite::fromJSON(test_path("..", "contract", "exports.json"))$groups
  names <- unlist(exports, use.names = FALSE)
  expect_length(names, 560)
  expect_identical(setdiff(names, exported), character())
  expect_identical(Filter(function(name) is.null(getExportedValue("rkeras", name)), names), character())
})
