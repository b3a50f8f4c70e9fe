# R6 classes as Python classes. A Python instance holds an R6 object; the R6 object refers to the instance only weakly, so that
# both can be freed.

r6_kinds <- list(
  KerasLayer = list(base = function() keras$layers$Layer, always = character(), set = ".set_wrapper"),
  KerasWrapper = list(base = function() keras$layers$Wrapper, always = "call", set = ".set_py_wrapper"),
  KerasCallback = list(base = function() keras$callbacks$Callback, always = c("set_params", "set_model")),
  KerasConstraint = list(base = function() keras$constraints$Constraint, always = c("call", "get_config"))
)

r6_py_class <- function(generator, convert = TRUE) {
  r6_owner(generator, convert)$class
}

# Each generator gets one Python class only, so that a saved object finds its class again.
r6_owner <- function(generator, convert = TRUE) {
  owner <- generator$.py_owner
  if (is.null(owner) || reticulate::py_is_null_xptr(owner$class)) {
    owner <- new_r6_owner(generator, convert)
    keep_recipe(owner$class, "r6_py_class", generator, convert)
    assign(".py_owner", owner, envir = generator)
  }
  owner
}

new_r6_owner <- function(generator, convert) {
  lineage <- r6_lineage(generator)
  oldest <- lineage[[length(lineage)]]
  if (is.null(r6_kinds[[oldest$classname %||% ""]])) {
    return(list(class = new_r6_py_class(generator, convert)))
  }
  members <- r6_members(lineage[-length(lineage)])
  parent <- if (length(lineage) > 2L) r6_owner(lineage[[2L]])
  make_shim_owner(
    list(name = generator$classname, base = oldest, parent = parent),
    members$methods,
    members$fields,
    find_initialize(lineage),
    function(...) generator$new(...)
  )
}

r6_lifecycle <- c("initialize", "clone", "print", "finalize")

# The methods and field names of a generator and its ancestors, the youngest first.
r6_members <- function(lineage) {
  methods <- do.call(c, lapply(rev(lineage), function(one) one$public_methods))
  methods <- methods[!duplicated(names(methods), fromLast = TRUE) & !names(methods) %in% r6_lifecycle]
  fields <- unlist(lapply(lineage, function(one) c(names(one$public_fields), names(one$active))))
  list(methods = methods, fields = unique(as.character(fields)))
}

new_r6_py_class <- function(generator, convert) {
  members <- c(generator$public_methods, generator$public_fields, lapply(generator$active, mark_active))
  members$clone <- NULL
  members$private <- c(generator$private_methods, generator$private_fields)
  base <- generator$get_inherit()
  make_py_class(
    generator$classname %||% "R6",
    members,
    if (is.null(base)) list() else list(base),
    list(convert = convert)
  )
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

# A Python class whose instances delegate to an R6 object made by `new`. `names` has the name of the class, then that of its
# last generator, and the owner of the class between the two if there is one.
make_shim_owner <- function(names, methods, fields, constructor, new) {
  base <- names$base
  kind <- r6_kinds[[base$classname]]
  methods <- methods[setdiff(names(methods), c("set_params", "set_model"))]
  always <- setdiff(kind$always, c(names(methods), "set_params", "set_model"))
  methods <- c(methods, base$public_methods[always])
  methods <- methods[!startsWith(names(methods) %||% character(), ".")]
  owner <- new.env(parent = emptyenv())
  owner$name <- names$name
  owner$constructor <- constructor
  specs <- Map(function(method, definition) describe_shim_method(method, definition, owner), names(methods), methods)
  specs <- c(list(describe_shim_constructor(new, base, owner)), unname(specs), describe_shim_fields(owner))
  if (base$classname == "KerasCallback") {
    specs <- c(specs, list(describe_shim_context("params", owner), describe_shim_context("model", owner)))
  }
  owner$class <- custom_classes()$make_class(
    owner$name,
    if (is.null(names$parent)) list(kind$base(), of_r6()) else list(names$parent$class),
    specs,
    attributes = reticulate::dict(r_fields = reticulate::tuple(as.list(setdiff(fields, c("params", "model")))))
  )
  owner$root <- names$parent$root %||% owner$class
  owner
}

of_r6 <- function() {
  reticulate::py_get_attr(import_rkeras_py("custom_r6", convert = FALSE), "OfR6")
}

# Access from Python to the fields of the R6 object.
describe_shim_fields <- function(owner) {
  list(
    describe_method("get_r_field", function(name) NULL, function(self, kept, names, args) kept$object[[args[[1L]]]]),
    describe_method("set_r_field", function(name, value) NULL, function(self, kept, names, args) {
      assign(args[[1L]], args[[2L]], envir = kept$object)
      NULL
    })
  )
}

describe_shim_method <- function(method, definition, owner) {
  describe_method(method, definition, function(self, kept, names, args) {
    object <- kept$object
    replays <- method == "build" && reticulate::py_has_attr(self, "_losses_of_replay")
    if (replays) {
      # The call runs only for its losses, so the fields keep the values of the first run.
      before <- Filter(function(name) !bindingIsLocked(name, object) && !bindingIsActive(name, object), names(object))
      before <- mget(before, envir = object)
      on.exit(list2env(before, object))
    }
    result <- call_by_name(object[[method]], method, owner$name, names, args)
    if (method == "build" && !replays) {
      track_fields(self, object)
    }
    if (method == "compute_output_shape") open_sizes_to_python(result) else result
  })
}

# Uses the existing R6 object if one is adopted.
describe_shim_constructor <- function(new, base, owner) {
  constructor <- owner$constructor
  set <- r6_kinds[[base$classname]]$set
  wraps <- base$classname == "KerasWrapper"
  if (wraps) {
    formals(constructor) <- c(alist(layer = ), formals(constructor))
  }
  describe_method("initialize", constructor, function(self, kept, names, args) {
    open <- which(!nzchar(names))
    names(args) <- replace(names, open, names(formals(constructor))[open])
    if (wraps) {
      custom_classes()$call_super_initialize(owner$root, self, layer = args$layer)
      args$layer <- NULL
    } else {
      custom_classes()$call_super_initialize(owner$root, self)
    }
    object <- owner$adopted %||% call_by_name(new, "new", owner$name, names(args) %||% character(), unname(args))
    assign("object", object, envir = new_state(self))
    if (!is.null(set)) {
      object[[set]](self)
      track_fields(self, object)
    }
    NULL
  })
}

# Keras gives a callback its model and parameters.
describe_shim_context <- function(what, owner) {
  name <- paste0("set_", what)
  definition <- function(value) NULL
  describe_method(name, definition, function(self, kept, names, args) {
    custom_classes()$get_super_attribute(owner$root, self, name)(args[[1L]])
    call_by_name(kept$object[[name]], name, owner$name, "", args[1L])
    NULL
  })
}

# Layers in public fields of an R6 object are tracked by its layer, because Keras must know their weights.
track_fields <- function(self, object) {
  for (name in names(object)) {
    if (!bindingIsActive(name, object) && is_layer(object[[name]])) {
      reticulate::py_set_attr(self, name, object[[name]])
    }
  }
}

# Converts an R6 object to Python: a callback for fit(), a constraint, a layer. It remains one object.
r6_to_python <- function(x, convert = FALSE) {
  find_made(x) %||% keep_origin(adopt_r6(find_r6_owner(x), x), x, once = TRUE)
}

# The class of its generator if the generator is found by name, otherwise a separate class.
find_r6_owner <- function(x) {
  name <- class(x)[[1L]]
  generator <- get0(name, parent.env(x$.__enclos_env__))
  if (inherits(generator, "R6ClassGenerator") && identical(generator$classname, name)) {
    known <- r6_members(r6_lineage(generator))
    if (setequal(c(known$fields, names(known$methods)), r6_public_names(x))) {
      return(r6_owner(generator))
    }
  }
  base <- list(KerasCallback = KerasCallback, KerasConstraint = KerasConstraint, KerasLayer = KerasLayer)
  new_r6_owner_of(x, base[[intersect(names(base), class(x))]])
}

new_r6_owner_of <- function(x, base) {
  known <- r6_public_names(x)
  fields <- Filter(function(name) bindingIsActive(name, x) || !is_method(x[[name]]), known)
  is_own <- function(name) !identical(body(x[[name]]), body(base$public_methods[[name]]))
  own <- Filter(is_own, setdiff(known, c(fields, "set_context")))
  owner <- make_shim_owner(
    list(name = class(x)[[1L]], base = base),
    lapply(stats::setNames(nm = own), function(name) x[[name]]),
    setdiff(fields, names(base$active)),
    x$initialize %||% function() NULL,
    NULL
  )
  keep_recipe(owner$class, "r6_class_of", x)
  owner
}

r6_class_of <- function(x) find_r6_owner(x)$class

r6_public_names <- function(x) {
  setdiff(names(x), c(".__enclos_env__", ".__active__", r6_lifecycle))
}

# Python does not know the arguments that the R6 object was created with, and files need those of a layer.
adopt_r6 <- function(owner, x) {
  owner$adopted <- x
  on.exit(rm("adopted", envir = owner))
  unknown <- if (inherits(x, "KerasLayer")) names(formals(owner$constructor))
  do.call(owner$class, lapply(stats::setNames(nm = unknown), function(name) new.env(parent = emptyenv())))
}
