# Canaries: what R/reticulate-internals.R relies on, by reticulate alone.

# `holds` is code that is TRUE as long as reticulate does what `fun` needs.
expect_of_reticulate <- function(holds, fun, users) {
  held <- tryCatch(isTRUE(holds), error = function(condition) conditionMessage(condition))
  testthat::expect(
    isTRUE(held),
    sprintf(
      "reticulate %s does not do what %s needs, which %s use%s.",
      utils::packageVersion("reticulate"),
      fun,
      users,
      if (is.character(held)) paste0(" (", held, ")") else ""
    )
  )
}

python <- function(code) reticulate::py_run_string(code, local = TRUE, convert = FALSE)

failure_in_python <- function(f) {
  call <- python("def call(f): return f()")$call
  tryCatch(reticulate::py_call(call, f), error = identity)
}

test_that("a function with the attributes of one of reticulate's stands for its Python object", {
  of_python <- reticulate::py_run_string("def double(x): return 2 * x", local = TRUE)$double
  mine <- stand_for_python_object(function(...) "R", of_python)
  users <- "wrap_layer(), wrap_backend_function() and as_hooks()"
  expect_of_reticulate(stands_for_python_object(of_python), "stands_for_python_object()", users)
  expect_of_reticulate(
    identical(mine(1), "R") &&
      inherits(mine, "python.builtin.object") &&
      identical(reticulate::py_to_r(reticulate::py_get_attr(mine, "__name__")), "double") &&
      identical(reticulate::py_id(reticulate::r_to_py(mine)), reticulate::py_id(of_python)),
    "stand_for_python_object()",
    users
  )
})

test_that("methods of py_to_r_wrapper() make the function, and methods of py_to_r() may change its class after", {
  register <- function(generic, method) {
    registerS3method(generic, "canary.Canary", method, envir = asNamespace("reticulate"))
  }
  register("py_to_r_wrapper", function(x) stand_for_python_object(function() "R", x))
  register("py_to_r", function(x) {
    class(x) <- c("added", class(x))
    x
  })
  one <- python("class Canary:\n  def __call__(self): return 1\nCanary.__module__ = 'canary'\none = Canary()")$one
  value <- reticulate::py_to_r(one)
  expect_of_reticulate(
    inherits(value, "added") && inherits(value, "canary.Canary") && is.function(value) && identical(value(), "R"),
    "register_conversions_to_r() in R/r-methods.R",
    "wrap_layer(), wrap_backend_function() and add_tensor_classes()"
  )
})

test_that("a function has a name for Python as an attribute", {
  named <- reticulate::r_to_py(structure(function() NULL, py_function_name = "canary"))
  expect_of_reticulate(
    identical(reticulate::py_to_r(named$`__name__`), "canary") && "py_function_name" %in% python_function_attributes,
    "python_function_attributes",
    "is_own_function()"
  )
})

test_that("a member is what `$` gives, converted where the object converts", {
  code <- "class Holder:\n  number = 1.5\n  items = [1, 2]\n  def method(self, x): return x\nholder = Holder()"
  for (convert in c(TRUE, FALSE)) {
    holder <- reticulate::py_run_string(code, local = TRUE, convert = convert)$holder
    same <- vapply(c("number", "items", "method"), FUN.VALUE = NA, function(name) {
      ours <- get_member(holder, name)
      theirs <- do.call("$", list(holder, name))
      plain <- if (is.function(ours)) formals else reticulate::py_to_r
      identical(class(ours), class(theirs)) && identical(plain(ours), plain(theirs))
    })
    expect_of_reticulate(
      all(same) && identical(get_member(holder, "number"), 1.5) == convert,
      "get_member()",
      "`$` of layers, models and optimizers"
    )
  }
})

test_that("contexts are left as by with()", {
  code <- "class Context:
  said = []
  def __enter__(self): self.said.append('in'); return [1, 2]
  def __exit__(self, *given): self.said.append(given)
context = Context()"
  for (convert in c(TRUE, FALSE)) {
    found <- lapply(1:2, function(way) {
      context <- reticulate::py_run_string(code, local = TRUE, convert = convert)$context
      if (way == 1L) {
        value <- take_method(context, "__enter__")()
        leave_context(context)
      } else {
        with(context, as = "value", NULL)
      }
      list(class(value), reticulate::py_to_r(reticulate::py_get_attr(context, "said")))
    })
    expect_of_reticulate(identical(found[[1L]], found[[2L]]), "leave_context()", "with_tape()")
  }
})

test_that("with() binds the object to what `%as%` noted", {
  context <- python(
    "class Context:\n  def __enter__(self): return 'entered'\n  def __exit__(self, *_): pass\ncontext = Context()"
  )$context
  frame <- new.env()
  expect_of_reticulate(
    identical(with(bind_in_with(context, "bound", frame), reticulate::py_to_r(frame$bound)), "entered"),
    "bind_in_with()",
    "%as%"
  )
})

test_that("an error of a function that Python calls becomes an exception by r_to_py(), with a trace of all calls", {
  own <- structure(class = c("canary", "error", "condition"), list(message = "words", call = quote(f(1)), part = 5))
  failure <- failure_in_python(function() stop(own))
  expect_of_reticulate(
    inherits(failure, python_names[["RError"]]) && identical(r_condition(failure), own),
    "replace_conversions()",
    "all errors of R that pass through Python"
  )
  calls <- unlist(reticulate::py_to_r(reticulate::py_get_attr(failure, "traceback")))
  expect_of_reticulate("f(1)" %in% calls, "traced_calls()", "the note of an RError")
})

test_that("messages of exceptions have their type before and a hint behind, and no more", {
  raised <- tryCatch(python("raise ValueError('Words: of Python')"), error = identity)
  expect_of_reticulate(
    identical(exception_message(raised), "Words: of Python") &&
      identical(exception_message(raised, with_type = TRUE), "ValueError: Words: of Python"),
    "exception_message()",
    "reword_errors() and name_errors()"
  )
})

test_that("the function in what py_iterator() made is found, and what was drawn ahead", {
  count <- 0
  draw <- function() {
    count <<- count + 1
    if (count < 3) {
      count
    } else if (count == 3) {
      stop("no more")
    } else {
      "over"
    }
  }
  for (ahead in 0:1) {
    count <- 0
    iterator <- reticulate::py_iterator(draw, completed = "over", prefetch = ahead)
    expect_of_reticulate(is_r_iterator(iterator), "is_r_iterator()", "to_python()")
    expect_of_reticulate(
      {
        drawn <- draw_from_r_iterator(iterator)
        identical(list(drawn(), drawn()), list(1, 2)) &&
          identical(tryCatch(drawn(), error = conditionMessage), "no more") &&
          is.null(drawn())
      },
      "draw_from_r_iterator()",
      "iterator_to_python()"
    )
  }
  ended <- reticulate::py_iterator(function() "over", completed = "over")
  reticulate::iter_next(ended)
  expect_of_reticulate(is.null(draw_from_r_iterator(ended)), "draw_from_r_iterator()", "iterator_to_python()")
})

test_that("arrays of doubles are not copied for Python", {
  values <- array(as.numeric(1:6), c(2, 3))
  write <- python(paste(
    "def write(target):",
    "    import ctypes",
    "    (ctypes.c_double * target.size).from_address(target.ctypes.data)[3] = 40.0",
    sep = "\n"
  ))$write
  expect_of_reticulate(
    {
      reticulate::py_call(write, share_memory(values))
      identical(values, array(c(1, 2, 3, 40, 5, 6), c(2, 3)))
    },
    "share_memory()",
    "large_array_to_r() and prepare_quick_call()"
  )
})

test_that("functions of R are known by their module in Python, and call R from its file", {
  of_r <- reticulate::r_to_py(function() NULL)
  expect_of_reticulate(
    identical(reticulate::py_to_r(of_r$`__module__`), "rpytools.call") &&
      grepl("rpytools[/\\\\]call[.]py$", reticulate::py_to_r(of_r$`__code__`$co_filename)),
    "rkeras_py",
    "is_r_function() and CALL_R_BACK in Python"
  )
})

test_that("calls of R from other threads pass a function of Python, and iterators of R a method", {
  has <- function(module, ...) {
    found <- Reduce(reticulate::py_get_attr, c(...), reticulate::import(module, convert = FALSE))
    reticulate::py_to_r(reticulate::import_builtins(convert = FALSE)$callable(found))
  }
  users <- "take_over_calls() in Python"
  expect_of_reticulate(has("rpytools.thread", "safe_call_r_function_on_main_thread"), "rkeras_py", users)
  expect_of_reticulate(has("rpytools.generator", "RGenerator", "__next__"), "rkeras_py", users)
  expect_of_reticulate(has("rpycall", "schedule_python_function_on_main_thread"), "rkeras_py", users)
  expect_of_reticulate(has("rpycall", "call_r_function"), "rkeras_py", users)
})

test_that("functions of R that Python calls pass a function of R", {
  expect_of_reticulate(
    identical(names(formals(asNamespace("reticulate")$call_r_function)), c("fn", "args", "named_args")),
    "stop_jumps_in_calls()",
    "functions of R that plain Python calls"
  )
})

test_that("values pass functions of reticulate's on their way to R, and functions of R one of Python's", {
  users <- "take_wide_numbers() and fit_arguments() in Python"
  doors <- c("py_to_r_cpp", "py_dict_get_item", "py_eval_impl", "py_iterate", "py_iter_next")
  expect_of_reticulate(all(doors %in% ls(asNamespace("reticulate"))), "take_wide_numbers()", "py_to_r()")
  one <- reticulate::r_to_py(1)
  less <- vapply(
    list(0, 1, 2),
    function(x) find_comparison(asNamespace("reticulate"))(one, reticulate::r_to_py(x), "<"),
    NA
  )
  expect_of_reticulate(identical(less, c(FALSE, FALSE, TRUE)), "find_comparison()", "fit_to_r()")
  expect_of_reticulate(is.function(find_call(asNamespace("reticulate"))), "find_call()", "call_callable()")
  conversion <- state$own_conversions$default
  expect_of_reticulate(identical(names(formals(conversion)), c("object", "convert")), "find_conversion()", "r_to_py()")
  converts <- python(paste(
    "import ctypes, rpytools.call",
    "read = ctypes.pythonapi.PyCapsule_GetContext",
    "read.argtypes, read.restype = [ctypes.py_object], ctypes.c_void_p",
    "def converts(f, read=read): return bool(read(f.__closure__[0].cell_contents)), 'call_r_function' in f.__code__.co_names",
    sep = "\n"
  ))$converts
  found <- lapply(c(TRUE, FALSE), function(convert) {
    reticulate::py_to_r(reticulate::py_call(converts, reticulate::r_to_py(function() NULL, convert)))
  })
  expect_of_reticulate(identical(found, list(list(TRUE, TRUE), list(FALSE, TRUE))), "fit_arguments()", users)
})

test_that("reticulate ends Python by a function, and lets its threads go on by another", {
  internals <- asNamespace("reticulate")
  uses <- function(fun, name) name %in% all.names(body(internals[[fun]]))
  expect_of_reticulate(
    identical(formals(internals$py_finalize), NULL) && uses("initialize_python", "py_finalize"),
    "finalize_reticulate()",
    "bridge_end()"
  )
  expect_of_reticulate(
    identical(names(formals(internals$py_allow_threads_impl)), "allow") &&
      uses("initialize_python", "py_allow_threads_impl") &&
      uses("py_allow_threads", "py_allow_threads_impl"),
    "keep_gil()",
    "bridge_start()"
  )
})

test_that("dict(), py_call() and others send NA as a number, and py_iterator() ends at an error", {
  own <- state$own_doors
  calls <- function(fun, internal) internal %in% all.names(body(own[[fun]] %||% get(fun, asNamespace("reticulate"))))
  values <- c(1L, NA)
  as_numbers <- function(x) identical(as.character(x), "[1, -2147483648]")
  expect_of_reticulate(
    all(mapply(
      calls,
      c("dict", "py_dict", "tuple", "np_array"),
      c("py_dict_impl", "py_dict_impl", "py_tuple", "r_to_py_impl")
    )) &&
      as_numbers(own$py_tuple(list(values, 1), FALSE)[0]) &&
      as_numbers(own$py_dict_impl(list("a"), list(values), FALSE)["a"]) &&
      as_numbers(own$py_call(python("def same(x): return x")$same, values)) &&
      identical(as.character(own$r_to_py_impl(as.array(values), FALSE)), "[          1 -2147483648]"),
    "kept_doors() in R/python-doors.R",
    "users of reticulate"
  )
  expect_warning(found <- reticulate::iterate(own$py_iterator(function() stop("no more"))), "no more")
  expect_length(found, 0L)
})

test_that("calls of R functions take a trace by a function of the namespace", {
  reticulate <- asNamespace("reticulate")
  own <- environment(reticulate$call_r_function)$own
  expect_of_reticulate(
    identical(names(formals(reticulate$get_r_trace)), c("maybe_use_cached", "trim_tail")) &&
      "get_r_trace" %in% all.names(body(own)),
    "keep_first_trace()",
    "stop_jumps_in_calls()"
  )
})

test_that("`py` is an active binding, and a datetime has a conversion of its own", {
  reticulate <- asNamespace("reticulate")
  expect_of_reticulate(bindingIsActive("py", reticulate), "start_python_by_py()", "replace_doors()")
  expect_of_reticulate(is.function(reticulate$py_to_r.datetime.datetime), "take_wide_numbers()", "replace_doors()")
})
