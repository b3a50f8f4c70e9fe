skip_without <- function() {
  for (module in c("polars", "pyarrow", "duckdb")) {
    skip_if_not(reticulate::py_module_available(module))
  }
}

test_that("as.data.frame() of polars, pyarrow and DuckDB keeps gaps, factors and times", {
  skip_without()
  reticulate::py_run_string(
    "
import datetime, duckdb, polars
frame_ = polars.DataFrame(dict(
    a=[1.0, float('nan'), None], i=[1, 2, None], b=['x', 'é', None], f=[True, None, False],
    d=[datetime.date(2024, 1, 2), None, datetime.date(2024, 3, 4)],
    l=[[1, None], None, [2]],
)).with_columns(
    k=polars.Series(['u', None, 'v'], dtype=polars.Categorical),
    z=polars.Series([datetime.datetime(2024, 1, 1)] * 3).dt.replace_time_zone('Asia/Tokyo'),
)
arrow_ = frame_.to_arrow()
tables_ = dict(
    polars=frame_, lazy=frame_.lazy(), table=arrow_, batch=arrow_.to_batches()[0], reader=arrow_.to_reader(),
    query=duckdb.sql('select * exclude (k, z) from arrow_'),
)
none_ = frame_.head(0)
nested_ = polars.DataFrame({'st': [{'a': 1}]})
"
  )
  on.exit(reticulate::py_run_string("del frame_, arrow_, tables_, none_, nested_"))
  expected <- data.frame(
    a = c(1, NaN, NA),
    i = c(1L, 2L, NA),
    b = c("x", "\u00e9", NA),
    f = c(TRUE, NA, FALSE),
    d = as.Date(c("2024-01-02", NA, "2024-03-04"))
  )
  expected$l <- list(c(1L, NA), NULL, 2L)
  expected$k <- factor(c("u", NA, "v"))
  expected$z <- as.POSIXct(rep("2024-01-01", 3), tz = "Asia/Tokyo")
  main <- reticulate::import_main()
  for (name in names(main$tables_)) {
    shown <- if (name == "query") expected[setdiff(names(expected), c("k", "z"))] else expected # DuckDB has its own
    expect_silent(found <- as.data.frame(main$tables_[[name]]))
    expect_identical(found, shown, label = name)
  }
  empty <- as.data.frame(main$none_)
  expect_identical(empty[setdiff(names(empty), "k")], expected[0, setdiff(names(empty), "k")])
  expect_error(as.data.frame(main$nested_), "Column 'st' of type .* does not fit into R")
})

test_that("a factor with NA arrives from pandas without a warning", {
  skip_if_not(reticulate::py_module_available("pandas"))
  reticulate::py_run_string("import pandas")
  for (code in c("pandas.Categorical(['b', None], ['b', 'a'])", "pandas.Series(['b', None], dtype='category')")) {
    expect_silent(found <- reticulate::py_eval(code))
    expect_identical(as.character(found), c("b", NA))
    expect_type(found, "integer")
  }
})
