flag_numeric <- function(name, default, description = NULL) new_flag(name, as.numeric, default)

flag_integer <- function(name, default, description = NULL) new_flag(name, as.integer, default)

flag_boolean <- function(name, default, description = NULL) new_flag(name, as.logical, default)

flag_string <- function(name, default, description = NULL) new_flag(name, as.character, default)

new_flag <- function(name, convert, default) {
  structure(list(name = name, convert = convert, default = default), class = "tfruns_flag")
}

# The default, what the command line says, what the run says: the last has the last word.
flags <- function(
  ...,
  config = Sys.getenv("R_CONFIG_ACTIVE", unset = "default"),
  file = "flags.yml",
  arguments = commandArgs(TRUE)
) {
  if (!missing(file) && !file.exists(file)) {
    warning("flags file '", file, "' not found")
  }
  defined <- list(...)
  stopifnot(vapply(defined, inherits, NA, "tfruns_flag"))
  names(defined) <- vapply(defined, function(flag) flag$name, "")
  given <- c(parse(arguments), as.list(run$flags))
  values <- lapply(defined, function(flag) {
    said <- given[names(given) == flag$name]
    flag$convert(if (length(said)) said[[length(said)]] else flag$default)
  })
  write_run_metadata("flags", values)
  values
}

parse <- function(arguments) {
  pairs <- regmatches(arguments, regexec("^--([^=]+)=(.*)$", arguments))
  pairs <- pairs[lengths(pairs) == 3L]
  values <- lapply(pairs, function(pair) pair[[3L]])
  names(values) <- vapply(pairs, function(pair) pair[[2L]], "")
  values
}
