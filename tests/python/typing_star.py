"""A user's file in the README's style, for type checkers."""

from rkeras_py import *

x = layer_input(shape=c(28, 28, 1))
y = x >> layer_conv_2d(32, (3, 3), activation="relu") >> layer_flatten() >> layer_dense(10, activation="softmax")
model = keras_model(x, y)
model >> compile(optimizer_adam(learning_rate=0.001), "categorical_crossentropy", metrics=c("accuracy"))
mnist = dataset_mnist()
history = model >> fit(
    mnist.train.x / 255, to_categorical(mnist.train.y), epochs=2, callbacks=callback_early_stopping()
)
model >> evaluate(mnist.test.x / 255, to_categorical(mnist.test.y))
model >> save_model_hdf5("model.h5")
names: list[str] = list(history.metrics)
