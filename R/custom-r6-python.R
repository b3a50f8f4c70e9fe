# R6 classes as Python classes. An instance of Python has an R6 object, which Python keeps; the R6 object knows the
# instance only weakly, so that both can be freed.

r6_kinds <- list(
  KerasLayer = list(base = function() keras$layers$Layer, always = character(), set = ".set_wrapper"),
  KerasWrapper = list(base = function() keras$layers$Wrapper, always = "call", set = ".set_py_wrapper"),
  KerasCallback = list(base = function() keras$callbacks$Callback, always = c("set_params", "set_model")),
  KerasConstraint = list(base = function() keras$constraints$Constraint, always = c("call", "get_config"))
)

# The class of a generator is made once, so that a saved object finds the one it was of.
r6_py_class <- function(generator, convert = TRUE) {
  found <- generator$.py_class
  if (is.null(found) || reticulate::py_is_null_xptr(found)) {
    found <- new_r6_py_class(generator, convert)
    assign(".py_class", found, envir = generator)
  }
  found
}

new_r6_py_class <- function(generator, convert) {
  lineage <- r6_lineage(generator)
  oldest <- lineage[[length(lineage)]]
  kind <- r6_kinds[[oldest$classname]]
  own <- c("initialize", "clone", "print", "finalize")
  if (!is.null(kind)) {
    methods <- do.call(c, lapply(rev(lineage[-length(lineage)]), function(one) one$public_methods))
    methods <- methods[!duplicated(names(methods), fromLast = TRUE) & !names(methods) %in% own]
    constructor <- find_initialize(lineage)
    return(make_shim_class(generator$classname, oldest, methods, constructor, function(...) generator$new(...)))
  }
  members <- c(generator$public_methods, generator$public_fields, lapply(generator$active, mark_active))
  members$clone <- NULL
  members$private <- c(generator$private_methods, generator$private_fields)
  base <- generator$get_inherit()
  make_py_class(generator$classname, members, if (is.null(base)) list() else list(base), list(convert = convert))
}

r6_lineage <- function(generator) {
  lineage <- list()
  while (inherits(generator, "R6ClassGenerator")) {
    lineage <- c(lineage, list(generator))
    generator <- generator$get_inherit()
  }
  lineage
}

find_initialize <- function(lineage) {
  for (generator in lineage) {
    if (!is.null(generator$public_methods$initialize)) {
      return(generator$public_methods$initialize)
    }
  }
  function() NULL
}

# A Python class whose instances have an R6 object, made by `new`, that does the work.
make_shim_class <- function(name, base, methods, constructor, new) {
  kind <- r6_kinds[[base$classname]]
  methods <- methods[setdiff(names(methods), c("set_params", "set_model"))]
  always <- setdiff(kind$always, c(names(methods), "set_params", "set_model"))
  methods <- c(methods, base$public_methods[always])
  methods <- methods[!startsWith(names(methods) %||% character(), ".")]
  owner <- new.env(parent = emptyenv())
  owner$name <- name
  specs <- Map(function(method, definition) describe_shim_method(method, definition, name), names(methods), methods)
  specs <- c(list(describe_shim_constructor(constructor, new, base, owner)), unname(specs))
  if (base$classname == "KerasCallback") {
    specs <- c(specs, list(describe_shim_context("params", owner), describe_shim_context("model", owner)))
  }
  owner$class <- custom_classes()$make_class(name, list(kind$base()), specs)
  owner$class
}

describe_shim_method <- function(method, definition, class) {
  describe_method(method, definition, function(self, kept, names, args) {
    object <- kept$object
    result <- call_by_name(object[[method]], method, class, names, args)
    if (method == "build") {
      track_fields(self, object)
    }
    if (method == "compute_output_shape") open_sizes_to_python(result) else result
  })
}

describe_shim_constructor <- function(constructor, new, base, owner) {
  set <- r6_kinds[[base$classname]]$set
  wraps <- base$classname == "KerasWrapper"
  if (wraps) {
    formals(constructor) <- c(alist(layer = ), formals(constructor))
  }
  describe_method("initialize", constructor, function(self, kept, names, args) {
    open <- which(!nzchar(names))
    names(args) <- replace(names, open, names(formals(constructor))[open])
    if (wraps) {
      custom_classes()$call_super_initialize(owner$class, self, layer = args$layer)
      args$layer <- NULL
    } else {
      custom_classes()$call_super_initialize(owner$class, self)
    }
    object <- call_by_name(new, "new", owner$name, names(args) %||% character(), unname(args))
    assign("object", object, envir = new_state(self))
    if (!is.null(set)) {
      object[[set]](self)
      track_fields(self, object)
    }
    NULL
  })
}

# Keras tells a callback its model and parameters.
describe_shim_context <- function(what, owner) {
  name <- paste0("set_", what)
  definition <- function(value) NULL
  describe_method(name, definition, function(self, kept, names, args) {
    custom_classes()$get_super_attribute(owner$class, self, name)(args[[1L]])
    call_by_name(kept$object[[name]], name, owner$name, "", args[1L])
    NULL
  })
}

# Layers in the public fields of an R6 object are layers inside its layer: Keras has to know their weights.
track_fields <- function(self, object) {
  for (name in names(object)) {
    if (!bindingIsActive(name, object) && is_layer(object[[name]])) {
      reticulate::py_set_attr(self, name, object[[name]])
    }
  }
}

# An R6 object passed to Python: a callback for fit(), a constraint of a layer.
r6_to_python <- function(x, convert = FALSE) {
  base <- if (inherits(x, "KerasCallback")) KerasCallback else KerasConstraint
  overridden <- Filter(
    function(name) !identical(body(x[[name]]), body(base$public_methods[[name]])),
    names(base$public_methods)
  )
  overridden <- setdiff(overridden, c("set_context", "clone"))
  methods <- lapply(stats::setNames(nm = overridden), function(name) x[[name]])
  make_shim_class(class(x)[[1L]], base, methods, function() NULL, function() x)()
}
