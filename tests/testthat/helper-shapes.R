# A shape is compared with a list as the list of its sizes.
registerS3method(
  "compare_proxy",
  "rkeras_shape",
  function(x, path) list(object = as.list(x), path = path),
  envir = asNamespace("waldo")
)
