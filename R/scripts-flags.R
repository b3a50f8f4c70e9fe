#' Script settings that the command line can change
#'
#' Use them to run a script with different settings without editing it. A flag has its default value unless the settings
#' file or the command line sets another one; the command line takes precedence:
#' `Rscript train.R --learning_rate 0.01 --epochs=5 --verbose`.
#'
#' The settings file (YAML) contains flags, or named configurations, which may inherit from each other:
#'
#' ```yaml
#' default:
#'   epochs: 30
#' quick:
#'   inherits: default
#'   epochs: 1
#' ```
#'
#' Flags that are missing in the chosen configuration come from `default`. On the command line a logical flag needs no
#' value, and names may contain `-` instead of `_`.
#'
#' @param ... Flags, made by `flag_numeric()`, `flag_integer()`, `flag_boolean()` and `flag_string()`. Without flags,
#'   all values in the file and on the command line are returned unchanged.
#' @param config Name of the configuration in the file.
#' @param file Path of the settings file; the default file is optional.
#' @param arguments The command line, a character vector.
#' @param name Name of the flag.
#' @param default The default value.
#' @param description Its purpose, for `--help`.
#' @return A named list of values; `flag_*()` return a flag.
#' @section Errors: If a value has the wrong type, or an argument `--name` looks like a misspelled flag. Other arguments
#'   are ignored.
#' @seealso [run_dir()], [rkeras_run()].
#' @examples
#' FLAGS <- flags(
#'   flag_numeric("learning_rate", 0.01, "Learning rate at the start"),
#'   flag_integer("epochs", 10),
#'   arguments = c("--epochs", "3")
#' )
#' FLAGS$epochs
#' #> [1] 3
#' @details If the R package tfruns is installed, its functions are used, with their rules: the flags of
#'   `tfruns::training_run()` and `tfruns::tuning_run()` reach the script.
#' @section Differences: A misspelled flag, such as `--epoch` for `--epochs`, or a value of the wrong type raises an
#' error; R keras ignored them, and so does tfruns if it is installed.
#' @export
flags <- function(
  ...,
  config = Sys.getenv("R_CONFIG_ACTIVE", unset = "default"),
  file = "flags.yml",
  arguments = commandArgs(TRUE)
) {
  if (has_tfruns()) {
    named <- if (!missing(file)) list(file = file) # tfruns warns where a file that is named does not exist
    return(do.call(tfruns::flags, c(list(..., config = config, arguments = arguments), named)))
  }
  definitions <- list(...)
  if (!all(vapply(definitions, inherits, NA, "rkeras_flag"))) {
    stop("flags(): `...` should be flags, such as flag_integer(\"epochs\", 10).", call. = FALSE)
  }
  names(definitions) <- vapply(definitions, `[[`, "", "name")
  if (anyDuplicated(names(definitions))) {
    stop("flags(): two flags are named ", names(definitions)[duplicated(names(definitions))][1L], call. = FALSE)
  }
  if (!missing(file) && !file.exists(file)) {
    stop_argument("flags", "file", "an existing file", file)
  }
  values <- lapply(definitions, `[[`, "default")
  values <- override_flags(values, read_flags(file, config), definitions, file)
  override_flags(values, parse_flags(arguments, definitions), definitions, "the command line")
}

#' @rdname flags
#' @export
flag_numeric <- function(name, default, description = NULL) {
  new_flag("numeric", name, default, description)
}

#' @rdname flags
#' @export
flag_integer <- function(name, default, description = NULL) {
  new_flag("integer", name, default, description)
}

#' @rdname flags
#' @export
flag_boolean <- function(name, default, description = NULL) {
  new_flag("boolean", name, default, description)
}

#' @rdname flags
#' @export
flag_string <- function(name, default, description = NULL) {
  new_flag("string", name, default, description)
}

new_flag <- function(type, name, default, description) {
  if (has_tfruns()) {
    return(getExportedValue("tfruns", paste0("flag_", type))(name, default, description))
  }
  fun <- paste0("flag_", type)
  if (!is_string(name)) {
    stop_argument(fun, "name", "a string", name)
  }
  if (!is.null(default)) {
    default <- flag_value(type, default, function() stop_argument(fun, "default", flag_kinds[[type]], default))
  }
  structure(list(name = name, type = type, default = default, description = description), class = "rkeras_flag")
}

flag_kinds <- list(
  numeric = "a number",
  integer = "a whole number",
  boolean = "TRUE or FALSE",
  string = "a string"
)

# Converts `value` to the type of the flag: values from the command line are text, those from code and files have other types.
flag_value <- function(type, value, refuse) {
  if (length(value) != 1L || is.list(value) || is.na(value)) {
    refuse()
  }
  if (type == "string") {
    return(as.character(value))
  }
  if (type == "boolean") {
    true <- tolower(value) %in% c("true", "t", "yes", "on", "1")
    if (!true && !tolower(value) %in% c("false", "f", "no", "off", "0")) {
      refuse()
    }
    return(true)
  }
  number <- if (is.logical(value)) NA_real_ else suppressWarnings(as.numeric(value))
  if (is.na(number) || (type == "integer" && !is_whole(number))) {
    refuse()
  }
  if (type == "integer") as.integer(number) else number
}

override_flags <- function(values, given, definitions, source) {
  for (name in names(given)) {
    definition <- definitions[[name]]
    value <- given[[name]]
    if (!is.null(definition)) {
      value <- flag_value(definition$type, value, function() {
        stop(
          sprintf("flags(): the flag `%s` should be %s. ", name, flag_kinds[[definition$type]]),
          sprintf("Received from %s: %s", source, paste(deparse(value), collapse = "")),
          call. = FALSE
        )
      })
    }
    if (!is.null(definition) || length(definitions) == 0L) {
      values[name] <- list(value)
    }
  }
  values
}

read_flags <- function(file, config) {
  if (!file.exists(file)) {
    return(list())
  }
  if (!requireNamespace("yaml", quietly = TRUE)) {
    stop("flags(): to read ", file, " the R package yaml is needed. Run: install.packages(\"yaml\")", call. = FALSE)
  }
  content <- tryCatch(
    yaml::read_yaml(file),
    error = function(condition) stop("flags(): ", file, ": ", conditionMessage(condition), call. = FALSE)
  )
  if (!is.list(content[["default"]])) {
    return(as.list(content))
  }
  values <- content[["default"]]
  seen <- character()
  chain <- list()
  while (!is.null(config) && config != "default" && !config %in% seen && is.list(content[[config]])) {
    seen <- c(seen, config)
    chain <- c(list(content[[config]]), chain)
    config <- content[[config]][["inherits"]]
  }
  for (layer in chain) {
    values[names(layer)] <- layer
  }
  values[names(values) != "inherits"]
}

# `--name value`, `--name=value`, and `--name` alone, which means TRUE.
parse_flags <- function(arguments, definitions) {
  given <- list()
  i <- 1L
  while (i <= length(arguments)) {
    parts <- regmatches(arguments[[i]], regexec("^--([^=]+)(=(.*))?$", arguments[[i]]))[[1L]]
    i <- i + 1L
    if (length(parts) == 0L) {
      next
    }
    name <- flag_name(parts[[2L]], names(definitions))
    if (nzchar(parts[[3L]])) {
      given[[name]] <- parts[[4L]]
    } else if (i <= length(arguments) && takes_value(arguments[[i]], definitions[[name]])) {
      given[[name]] <- arguments[[i]]
      i <- i + 1L
    } else {
      given[[name]] <- "TRUE"
    }
  }
  given
}

# A logical flag can stand alone: the next word is its value only if it is true or false.
takes_value <- function(following, definition) {
  if (startsWith(following, "--")) {
    return(FALSE)
  }
  !identical(definition$type, "boolean") ||
    tolower(following) %in% c("true", "false", "t", "f", "yes", "no", "on", "off", "0", "1")
}

flag_name <- function(given, known) {
  name <- gsub("-", "_", given, fixed = TRUE)
  exact <- known[gsub("-", "_", known, fixed = TRUE) == name]
  if (length(exact)) {
    return(exact[[1L]])
  }
  distance <- utils::adist(name, known)
  if (length(known) && min(distance) <= max(1, nchar(name) %/% 4L)) {
    stop("flags(): unknown argument `--", given, "`. Did you mean `--", known[which.min(distance)], "`?", call. = FALSE)
  }
  if (length(known)) given else name
}
