# State in R of instances of Python classes.

# An environment for each instance, which Python keeps as long as the instance. It must not refer to the instance, or neither
# language could ever free them.
new_state <- function(self) {
  state <- new.env(parent = emptyenv())
  custom_classes()$keep_value(self, state)
  state
}

get_private <- function(self, owner, kept) {
  kept <- kept %||% new_state(self)
  if (is.null(kept$private)) {
    kept$private <- new.env(parent = emptyenv())
  }
  for (name in setdiff(names(owner$private), names(kept$private))) {
    member <- owner$private[[name]]
    if (is_active(member)) {
      makeActiveBinding(name, bind_private_function(member, self, kept$private), kept$private)
    } else if (is.function(member)) {
      assign(name, bind_private_function(member, self, kept$private), envir = kept$private)
    } else {
      assign(name, member, envir = kept$private)
    }
  }
  kept$private
}

# A private function looks up self each time.
bind_private_function <- function(definition, self, private) {
  reference <- refer_weakly(self)
  rm(self)
  scope <- new.env(parent = environment(definition))
  makeActiveBinding("self", function() reference(), scope)
  scope$private <- private
  environment(definition) <- scope
  definition
}

# A function that returns an instance, but does not keep it alive.
refer_weakly <- function(self) {
  reference <- call_python(weakref()$ref, self)
  rm(self)
  function() convert_to_r(call_python(reference))
}
