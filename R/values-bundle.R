# bundle() and unbundle() of the package bundle, which vetiver calls before it pins a model. rkeras models survive saveRDS()
# anyway; a bundle contains their bytes, which other tools can store.

register_bundles <- function() {
  for (class in c(keras2_names[["Model"]], keras_names[["Model"]])) {
    register_method("bundle", "bundle", class, bundle_model)
  }
  register_method("bundle", "unbundle", "rkeras_bundle", unbundle_model)
}

bundle_model <- function(x, ...) {
  structure(list(object = serialize(x, NULL), desc_class = class(x)[[1L]]), class = c("rkeras_bundle", "bundle"))
}

unbundle_model <- function(x, ...) {
  unserialize(x$object)
}
