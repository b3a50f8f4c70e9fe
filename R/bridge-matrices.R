# Matrices of the package Matrix on their way across the bridge.

bridge_make_sparse <- function(class, places, x, dim) {
  bridge_need_matrix()
  places <- lapply(places, as.vector)
  do.call(methods::new, c(list(class), places, list(x = as.vector(x), Dim = as.integer(dim))))
}

# Returns a dense matrix unchanged, a sparse one as the parts from which scipy builds its matrix.
bridge_take_matrix <- function(x) {
  bridge_need_matrix()
  if (!methods::is(x, "sparseMatrix")) {
    return(unname(as.matrix(x)))
  }
  form <- if (methods::is(x, "RsparseMatrix")) {
    "R"
  } else if (methods::is(x, "TsparseMatrix")) {
    "T"
  } else {
    "C"
  }
  x <- methods::as(methods::as(x, "generalMatrix"), paste0(form, "sparseMatrix"))
  values <- if (methods::.hasSlot(x, "x")) x@x else rep(TRUE, length(if (form == "R") x@j else x@i))
  places <- list(
    C = c(i = "i", p = "p"),
    R = c(i = "j", p = "p"),
    T = c(i = "i", j = "j")
  )[[form]]
  parts <- lapply(places, function(name) array(methods::slot(x, name)))
  c(parts, list(x = array(values), dim = x@Dim, form = form))
}

bridge_need_matrix <- function() {
  if (!requireNamespace("Matrix", quietly = TRUE)) {
    stop("a sparse matrix needs the R package Matrix: install.packages(\"Matrix\")", call. = FALSE)
  }
}
