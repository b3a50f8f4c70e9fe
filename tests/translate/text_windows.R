# Text as windows of characters, as for text generation.
text <- tolower("The Quick brown fox. the lazy dog")
text <- gsub("[.]", "", text)
characters <- strsplit(text, "")[[1]]
chars <- sort(unique(characters))
cat(length(characters), length(chars), chars[2:5], "\n")
maxlen <- 5
starts <- seq(1, length(characters) - maxlen, by = 3)
windows <- lapply(starts, function(i) characters[i:(i + maxlen - 1)])
next_chars <- characters[starts + maxlen]
cat(length(windows), paste(windows[[2]], collapse = ""), next_chars[1:4], "\n")
x <- array(0, dim = c(length(windows), maxlen, length(chars)))
for (i in seq_along(windows)) {
  for (t in 1:maxlen) {
    x[i, t, which(chars == windows[[i]][t])] <- 1
  }
}
cat(sum(x), dim(x), "\n")
counts <- sapply(seq_along(chars), function(i) sum(characters == chars[i]))
cat(max(counts), sum(counts), "\n")
