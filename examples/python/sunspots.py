"""Forecasts R's monthly sunspots, each month from the two years before. Run: python examples/python/sunspots.py.

Prints the same as examples/r/sunspots.R.
"""

import keras
import numpy as np

from rkeras_py import *
from rkeras_py.bridge import r_session

keras.utils.set_random_seed(1)

R = r_session()
spots = R("as.numeric(sunspots)") / 100
series = spots.reshape(-1, 1)
months = len(spots)

# The last 20 years are held back.
end_of_training = months - 240
train = timeseries_generator(series, spots, length=24, end_index=end_of_training - 1, batch_size=64)
test = timeseries_generator(series, spots, length=24, start_index=end_of_training - 24, batch_size=240)

model = keras_model_sequential(input_shape=c(24, 1)) >> layer_gru(units=8) >> layer_dense(units=1)
model >> compile(optimizer=optimizer_adam(learning_rate=0.01), loss="mean_absolute_error")

history = model >> fit(train, epochs=4, verbose=0)
for epoch, loss in enumerate(history.metrics["loss"], start=1):
    print(f"epoch {epoch}: loss {loss:.4f}")

held_back = spots[-240:]
forecast = (model >> predict(test, verbose=0))[:, 0]
error = np.abs(forecast - held_back).mean()
same_as_last_year = np.abs(spots[end_of_training - 12 : months - 12] - held_back).mean()
print(f"mean error in 20 years: {error:.4f}, of the number of a year before: {same_as_last_year:.4f}")
print("first months:", *(f"{value:.4f}" for value in forecast[:5]), "")
assert error < same_as_last_year
