# Lists, with and without names.
config <- list(units = 16, activation = "relu", rates = c(0.1, 0.5))
cat(config$units, config[["activation"]], config$rates[2], names(config), length(config), "\n")
config$units <- 32
config[["name"]] <- "first"
cat(config$units, config$name, names(config), "\n")
cat(is.null(config$missing), is.null(config$units), "\n")
copy <- config
copy$units <- 1
cat(config$units, copy$units, "\n")
config$name <- NULL
cat(names(config), "\n")
plain <- list(1, "two", c(3, 4))
cat(plain[[1]], plain[[2]], plain[[3]], length(plain[2:3]), "\n")
plain[[4]] <- TRUE
cat(length(plain), plain[[4]], "\n")
results <- list()
for (i in 1:3) {
  results[[length(results) + 1]] <- i^2
}
cat(unlist(results), "\n")
slots <- vector("list", 3)
for (i in seq_along(slots)) slots[[i]] <- paste("slot", i)
cat(unlist(slots), "\n")
nested <- list(a = list(b = list(c = 5)))
cat(nested$a$b$c, "\n")
nested$a$b$c <- 6
cat(nested$a$b$c, "\n")
for (name in names(config)) cat(name, "")
cat("\n")
cat(length(c(list(1, 2), list(3))), "\n")
