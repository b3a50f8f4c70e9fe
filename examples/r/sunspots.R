# Forecasts R's monthly sunspots, each month from the two years before. Run: Rscript examples/r/sunspots.R
# Prints the same as examples/python/sunspots.py.

library(rkeras)
keras$utils$set_random_seed(1L)

spots <- as.numeric(sunspots) / 100
series <- matrix(spots, ncol = 1)
months <- length(spots)

# The last 20 years are held back.
end_of_training <- months - 240
train <- timeseries_generator(series, spots, length = 24, end_index = end_of_training - 1, batch_size = 64)
test <- timeseries_generator(series, spots, length = 24, start_index = end_of_training - 24, batch_size = 240)

model <- keras_model_sequential(input_shape = c(24, 1)) %>%
  layer_gru(units = 8) %>%
  layer_dense(units = 1)
model %>% compile(optimizer = optimizer_adam(learning_rate = 0.01), loss = "mean_absolute_error")

history <- model %>% fit(train, epochs = 4, verbose = 0)
cat(sprintf("epoch %d: loss %.4f\n", 1:4, history$metrics$loss), sep = "")

held_back <- tail(spots, 240)
forecast <- model %>% predict(test, verbose = 0)
error <- mean(abs(forecast - held_back))
same_as_last_year <- mean(abs(spots[(end_of_training + 1):months - 12] - held_back))
cat(sprintf("mean error in 20 years: %.4f, of the number of a year before: %.4f\n", error, same_as_last_year))
cat("first months:", sprintf("%.4f", forecast[1:5]), "\n")
stopifnot(error < same_as_last_year)
