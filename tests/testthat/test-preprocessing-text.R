texts <- c("The cat sat on the mat.", "A dog", "", "Über das café, the END")

fitted <- function(...) {
  fit_text_tokenizer(text_tokenizer(...), texts)
}

test_that("a tokenizer is fitted in place, in a pipe too, and has its tables as lists", {
  tokenizer <- text_tokenizer(num_words = 5)
  same <- withVisible(tokenizer %>% fit_text_tokenizer(texts))
  expect_false(same$visible)
  expect_identical(reticulate::py_id(same$value), reticulate::py_id(tokenizer))
  words <- c("the", "cat", "sat", "on", "mat", "a", "dog", "über", "das", "café", "end")
  expect_identical(tokenizer$word_index, stats::setNames(as.list(seq_along(words)), words))
  expect_identical(tokenizer$index_word, stats::setNames(as.list(words), seq_along(words)))
  expect_identical(tokenizer$word_counts$the, 3L)
  expect_identical(tokenizer$word_docs$the, 2L)
  expect_identical(tokenizer$document_count, 4L)
  expect_identical(tokenizer$num_words, 5L)
  expect_null(tokenizer$oov_token)
})

test_that("texts become a list of integer vectors", {
  tokenizer <- fitted()
  expect_identical(texts_to_sequences(tokenizer, texts), list(c(1:4, 1L, 5L), 6:7, integer(), c(8:10, 1L, 11L)))
  expect_identical(texts_to_sequences(tokenizer, "the cat"), list(1:2))
  expect_identical(texts_to_sequences(tokenizer, c(first = "cat", second = "dog")), list(2L, 7L))
  expect_identical(texts_to_sequences(tokenizer, factor(c("dog", "cat"))), list(7L, 2L))
  expect_identical(texts_to_sequences(tokenizer, list("the cat", "dog")), list(1:2, 7L))
  expect_identical(
    texts_to_sequences(tokenizer, list(c("the", "cat"), "the cat", character())),
    list(1:2, integer(), integer())
  )
  expect_identical(texts_to_sequences(fitted(num_words = 3, oov_token = "?"), "the sat"), list(c(2L, 1L)))
  expect_identical(texts_to_sequences(tokenizer, character()), list())
  generator <- texts_to_sequences_generator(tokenizer, texts)
  for (sequence in list(c(1:4, 1L, 5L), 6:7, integer(), c(8:10, 1L, 11L), NULL)) {
    expect_identical(reticulate::iter_next(generator), sequence)
  }
})

test_that("a function gives one text after the other", {
  made <- 0
  one_by_one <- function() {
    made <<- made + 1
    if (made <= length(texts)) texts[[made]]
  }
  expect_identical(fit_text_tokenizer(text_tokenizer(), one_by_one)$word_counts, fitted()$word_counts)
  expect_identical(made, length(texts) + 1)
  expect_error(fit_text_tokenizer(text_tokenizer(), function() NA_character_), "is missing \\(NA\\)")
  expect_error(fit_text_tokenizer(text_tokenizer(), function() stop("my own words")), "my own words")
})

test_that("missing texts are refused by name, however many there are", {
  tokenizer <- fitted()
  for (count in c(2, 100)) {
    expect_error(
      texts_to_sequences(tokenizer, rep(c("a", NA), count)),
      paste0("texts_to_sequences\\(\\): `texts`: The data have ", count, " missing value")
    )
  }
  expect_error(fit_text_tokenizer(tokenizer, list("a", NA)), "fit_text_tokenizer\\(\\): `x`: The data have 1 missing")
  expect_error(sequences_to_matrix(tokenizer, list(c(1, NA))), "`sequences`: The data have 1 missing value")
  expect_error(pad_sequences(list(1, NA)), "pad_sequences\\(\\): `sequences`: The data have 1 missing value")
  expect_error(texts_to_sequences(tokenizer, 1:3), "`texts` should be a vector of strings")
})

test_that("matrices have a row for each text", {
  tokenizer <- fitted(num_words = 4)
  expect_identical(texts_to_matrix(tokenizer, texts, mode = "count")[1, ], c(0, 2, 1, 1))
  expect_identical(texts_to_matrix(tokenizer, "the cat"), rbind(c(0, 1, 1, 0)))
  expect_equal(texts_to_matrix(tokenizer, "the the cat", "freq"), rbind(c(0, 2, 1, 0) / 3))
  idf <- log(1 + 4 / (1 + c(2, 1)))
  expect_equal(texts_to_matrix(tokenizer, "the the cat", "tfidf"), rbind(c(0, (1 + log(c(2, 1))) * idf, 0)))
  expect_identical(
    sequences_to_matrix(tokenizer, list(1, c(2, 3, 99), integer())),
    rbind(c(0, 1, 0, 0), c(0, 0, 1, 1), 0)
  )
  counted <- fit_text_tokenizer(text_tokenizer(num_words = 4), list(c(1, 2), 2, integer()))
  expect_identical(counted$index_docs, list("1" = 1L, "2" = 2L))
})

test_that("words and hashes are vectors", {
  expect_identical(text_to_word_sequence("A b, c"), c("a", "b", "c"))
  expect_identical(text_to_word_sequence(", "), character())
  expect_identical(text_to_word_sequence("a!B?c", filters = c("!", "?"), lower = FALSE), c("a", "B", "c"))
  expect_identical(text_hashing_trick("ab c ab", 10, nchar), c(3L, 2L, 3L))
  expect_identical(text_hashing_trick("", 10), integer())
  expect_identical(text_one_hot("a b a", 50), text_one_hot(text = "a b a", n = 50))
})

test_that("a tokenizer is saved and loaded", {
  file <- tempfile()
  on.exit(unlink(file))
  tokenizer <- fitted(num_words = 5)
  same <- withVisible(save_text_tokenizer(tokenizer, file))
  expect_false(same$visible)
  expect_identical(reticulate::py_id(same$value), reticulate::py_id(tokenizer))
  loaded <- load_text_tokenizer(file)
  expect_identical(loaded$word_index, tokenizer$word_index)
  expect_identical(texts_to_sequences(loaded, texts), texts_to_sequences(tokenizer, texts))
  reticulate::py_save_object(tokenizer, file) # as R keras 2 did
  expect_identical(load_text_tokenizer(file)$index_word, tokenizer$index_word)
  writeLines("no tokenizer", file)
  expect_error(load_text_tokenizer(file), "does not contain a text tokenizer that can be read")
})

test_that("padded sequences are an integer matrix", {
  padded <- pad_sequences(list(1, c(1, 2, 3), integer()))
  expect_identical(padded, rbind(c(0L, 0L, 1L), 1:3, 0L))
  expect_identical(pad_sequences(list(1:3, 4L), maxlen = 2, "int32", "post", "post", 9), rbind(1:2, c(4L, 9L)))
  expect_identical(pad_sequences(list(0.5, c(1, 2)), dtype = "float32"), rbind(c(0, 0.5), 1:2))
  expect_error(pad_sequences(1:3), "Put a single sequence into a list")
})

test_that("pairs of words come as couples and labels", {
  pairs <- skipgrams(c(1, 2, 0, 3), 9, window_size = 2, negative_samples = 0, shuffle = FALSE)
  expect_identical(pairs, list(couples = list(1:2, 2:1, 2:3, 3:2), labels = rep(1L, 4)))
  expect_identical(skipgrams(5, 9), list(couples = list(), labels = integer()))
  expect_identical(skipgrams(1:9, 20, seed = 1), skipgrams(1:9, 20, seed = 1))
  expect_length(skipgrams(1:9, 20, window_size = 1, categorical = TRUE)$labels[[1]], 2)
  expect_length(make_sampling_table(10), 10)
})

test_that("windows of time series count as R keras does", {
  batches <- timeseries_generator(as.numeric(1:10), as.numeric(11:20), length = 3, start_index = 1, batch_size = 4)
  expect_length(batches, 2)
  first <- batches$`__getitem__`(0L)
  expect_identical(first[[1]], rbind(2:4, 3:5, 4:6, 5:7) + 0)
  expect_identical(as.vector(first[[2]]), c(15, 16, 17, 18))
  model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1) %>% compile("sgd", "mse")
  expect_length(fit(model, batches, epochs = 2, verbose = 0)$metrics$loss, 2)
  windows <- timeseries_dataset_from_array(1:10, NULL, 3, start_index = 2, end_index = 6)
  values <- reticulate::iter_next(reticulate::as_iterator(windows))$numpy()
  expect_identical(values, rbind(2:4, 3:5, 4:6))
})

test_that("norms are taken along axes counted from 1", {
  x <- matrix(c(3, 4, 0, 0), 2)
  expect_equal(normalize(x, axis = 1), cbind(c(0.6, 0.8), 0))
  expect_equal(normalize(x), cbind(c(1, 1), 0))
  expect_equal(normalize(c(1, 3), order = 1), array(c(0.25, 0.75)))
  expect_error(normalize(x, axis = 0), "count from 1")
})

test_that("texts of a directory have the classes of its directories", {
  folder <- tempfile()
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  for (name in c("bad", "good")) {
    dir.create(file.path(folder, name))
    writeLines(name, file.path(folder, name, "1.txt"), sep = "")
  }
  found <- text_dataset_from_directory(folder, shuffle = FALSE, verbose = FALSE)
  expect_identical(found$class_names, c("bad", "good"))
  batch <- reticulate::iter_next(reticulate::as_iterator(found))
  expect_identical(as.vector(batch[[2]]$numpy()), 0:1)
})

test_that("layers without a vocabulary say how to give one", {
  texts <- k_constant(c("a b", "c"), "string")
  for (layer in list(layer_text_vectorization(), layer_string_lookup())) {
    expect_error(layer(texts), "no vocabulary yet: adapt() learns one from data", fixed = TRUE)
  }
  expect_error(layer_integer_lookup(k_constant(1:3, "int64")), "no vocabulary yet", fixed = TRUE)
})
