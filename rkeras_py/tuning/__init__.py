"""The search for hyperparameters, by keras-tuner."""
