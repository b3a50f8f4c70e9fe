# `super` in methods of classes written in R.

# `super$method()` and `super()$method()` are equivalent.
make_super <- function(self, owner) {
  super <- function() super
  super <- structure(super, class = "rkeras_super", self = self, owner = owner)
  super
}

#' @export
`$.rkeras_super` <- function(x, name) {
  class <- attr(x, "owner")$class
  self <- attr(x, "self")
  name <- python_method_name(name)
  if (name == "__init__") {
    return(function(...) custom_classes()$call_super_initialize(class, self, ...))
  }
  convert_to_r(custom_classes()$get_super_attribute(class, self, name))
}

#' @export
`[[.rkeras_super` <- `$.rkeras_super`

#' @export
print.rkeras_super <- function(x, ...) {
  cat("<super of ", attr(x, "owner")$name, ">\n", sep = "")
  invisible(x)
}
