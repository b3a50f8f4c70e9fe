"""The functional API, model by model, each checked by its numbers. Run: python examples/python/functional_api.py.

The twin of examples/r/functional_api.R, where `%>%` is `>>`; the last section compares with plain Keras, bit for bit.
"""
# ruff: noqa: E402

import re
import time

import numpy as np

from rkeras_py import *

started = time.perf_counter()
random = np.random.default_rng(1)


def section(title):
    """Print a title."""
    print(f"\n{title}")


def refused(code, error):
    """Return the message of the error that a function raises; fail if there is none."""
    try:
        code()
    except error as raised:
        return str(raised)
    raise AssertionError("this should have been an error")


section("A densely connected network")

inputs = layer_input(shape=c(784))
predictions = (
    inputs
    >> layer_dense(units=64, activation="relu")
    >> layer_dense(units=64, activation="relu")
    >> layer_dense(units=10, activation="softmax")
)
model = keras_model(inputs=inputs, outputs=predictions)
model >> compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=c("accuracy"))

digits = random.random((192, 784))
classes = digits[:, :10].argmax(axis=1)
history = model >> fit(digits, to_categorical(classes, 10), epochs=2, batch_size=32, verbose=0)
scores = model >> evaluate(digits, to_categorical(classes, 10), verbose=0)

assert type(model).__module__ == "keras.src.models.functional"
assert count_params(model) == 784 * 64 + 64 + 64 * 64 + 64 + 64 * 10 + 10
assert [layer.name for layer in model.layers[1:]] == ["dense", "dense_1", "dense_2"]
assert list(history.metrics) == ["loss", "accuracy"]
assert list(scores) == ["loss", "accuracy"]
print("  parameters:", count_params(model), "loss by epoch:", np.round(history.metrics["loss"], 4).tolist())

# The same by function calls, and by pipe(), for those who dislike operators.
called = layer_dense(layer_dense(inputs, 64, activation="relu"), 10)
piped = pipe(inputs, layer_dense(64, activation="relu"), layer_dense(10))
assert called.shape == piped.shape == (None, 10)


section("A model is a layer")

x = layer_input(shape=c(784))
y = x >> model
assert y.shape == (None, 10)
assert np.array_equal(digits >> keras_model(x, y), digits >> model)  # arrays can be piped too

# Twenty pictures in a row: from the picture model to the video model it is one line.
frames = layer_input(shape=c(20, 784))
processed = frames >> time_distributed(model)
video_model = keras_model(frames, processed)
assert processed.shape == (None, 20, 10)
assert count_params(video_model) == count_params(model)
print("  one frame:", y.shape, "twenty of them:", processed.shape)


section("Two inputs, two outputs")


def headline_model():
    """Make the model that is to foretell how often a headline is passed on."""
    main_input = layer_input(shape=c(100), dtype="int32", name="main_input")
    lstm_out = (
        main_input
        >> layer_embedding(input_dim=10000, output_dim=512, input_length=100)
        >> layer_lstm(units=32)
    )  # fmt: skip
    auxiliary_output = lstm_out >> layer_dense(units=1, activation="sigmoid", name="aux_output")
    auxiliary_input = layer_input(shape=c(5), name="aux_input")
    main_output = (
        layer_concatenate(c(lstm_out, auxiliary_input))
        >> layer_dense(units=64, activation="relu")
        >> layer_dense(units=64, activation="relu")
        >> layer_dense(units=64, activation="relu")
        >> layer_dense(units=1, activation="sigmoid", name="main_output")
    )
    return keras_model(inputs=c(main_input, auxiliary_input), outputs=c(main_output, auxiliary_output))


def check_weighted_sum(history):
    """The loss is the weighted sum that was asked for, in every epoch."""
    losses = {name: np.array(values) for name, values in history.metrics.items()}
    assert list(losses) == ["loss", "main_output_loss", "aux_output_loss"]
    assert np.allclose(losses["loss"], losses["main_output_loss"] + 0.2 * losses["aux_output_loss"], rtol=0, atol=1e-6)
    print(f"  loss of the first epoch {losses['loss'][0]:.4f}, of the best {losses['loss'].min():.4f}")


model = headline_model()
assert count_params(model) == 5_200_610
model >> summary()

headline_data = random.integers(1, 10000, (64, 100))
additional_data = random.random((64, 5))
labels = (additional_data[:, 0] > 0.5).astype("float64")

model >> compile(optimizer="rmsprop", loss="binary_crossentropy", loss_weights=c(1.0, 0.2))
history = model >> fit(
    x=[headline_data, additional_data],
    y=[labels, labels],
    epochs=50,
    batch_size=32,
    verbose=0,
)
check_weighted_sum(history)
assert min(history.metrics["loss"]) < history.metrics["loss"][0] / 4

model >> compile(
    optimizer="rmsprop",
    loss=c(main_output="binary_crossentropy", aux_output="binary_crossentropy"),
    loss_weights=c(main_output=1.0, aux_output=0.2),
)
history = model >> fit(
    x=c(main_input=headline_data, aux_input=additional_data),
    y=c(main_output=labels, aux_output=labels),
    epochs=5,
    batch_size=32,
    verbose=0,
)
check_weighted_sum(history)

main, aux = model >> predict(c(aux_input=additional_data, main_input=headline_data), verbose=0)
assert main.shape == aux.shape == (64, 1)


section("Shared layers: two tweets, one author?")

tweet_a = layer_input(shape=c(280, 256))
tweet_b = layer_input(shape=c(280, 256))
shared_lstm = layer_lstm(units=64)  # one layer, called twice, has one set of weights
encoded_a = tweet_a >> shared_lstm
encoded_b = tweet_b >> shared_lstm
same_author = [encoded_a, encoded_b] >> layer_concatenate() >> layer_dense(units=1, activation="sigmoid")
tweets_model = keras_model(inputs=c(tweet_a, tweet_b), outputs=same_author)
tweets_model >> compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=c("accuracy"))

tweets = [random.integers(0, 2, (8, 280, 256)).astype("float32") for _ in range(2)]
tweets_model >> fit(tweets, np.array([0, 1] * 4), epochs=1, verbose=0)
assert count_params(tweets_model) == 4 * 64 * (256 + 64 + 1) + 2 * 64 + 1
assert get_output_at(shared_lstm, 1) is encoded_a
assert get_output_at(shared_lstm, 2) is encoded_b
print("  parameters:", count_params(tweets_model), "- the LSTM's counted once")


section("Nodes")

a = layer_input(shape=c(280, 256))
b = layer_input(shape=c(280, 256))
lstm = layer_lstm(units=32)
encoded_a = a >> lstm
assert lstm.output is encoded_a

encoded_b = b >> lstm
message = refused(lambda: lstm.output, AttributeError)
assert message == (
    f'Layer {lstm.name} has multiple inbound nodes, hence the notion of "layer output" is ill-defined. '
    "Use `get_output_at(node_index)` instead."
)
print(" ", message)
assert get_output_at(lstm, 1) is encoded_a
assert get_output_at(lstm, 2) is encoded_b
assert lstm.output_shape == (None, 32)
for index in (0, -1, 3, 1.5):
    print(" ", refused(lambda index=index: get_output_at(lstm, index), ValueError))

a = layer_input(shape=c(32, 32, 3))
b = layer_input(shape=c(64, 64, 3))
conv = layer_conv_2d(filters=16, kernel_size=c(3, 3), padding="same")
conved_a = a >> conv
assert conv.input_shape == (None, 32, 32, 3)
conved_b = b >> conv
message = refused(lambda: conv.input_shape, AttributeError)
assert re.search("get_input_shape_at", message)
assert get_input_shape_at(conv, 1) == (None, 32, 32, 3)
assert get_input_shape_at(conv, 2) == (None, 64, 64, 3)
print(" ", message)


section("Inception module")

input_img = layer_input(shape=c(256, 256, 3))
tower_1 = (
    input_img
    >> layer_conv_2d(filters=64, kernel_size=c(1, 1), padding="same", activation="relu")
    >> layer_conv_2d(filters=64, kernel_size=c(3, 3), padding="same", activation="relu")
)
tower_2 = (
    input_img
    >> layer_conv_2d(filters=64, kernel_size=c(1, 1), padding="same", activation="relu")
    >> layer_conv_2d(filters=64, kernel_size=c(5, 5), padding="same", activation="relu")
)
tower_3 = (
    input_img
    >> layer_max_pooling_2d(pool_size=c(3, 3), strides=c(1, 1), padding="same")
    >> layer_conv_2d(filters=64, kernel_size=c(1, 1), padding="same", activation="relu")
)
output = layer_concatenate(c(tower_1, tower_2, tower_3), axis=1)
assert output.shape == (None, 768, 256, 64)
print("  three towers, one upon another:", output.shape)


section("Residual connection")

x = layer_input(shape=c(256, 256, 3))
y = x >> layer_conv_2d(filters=3, kernel_size=c(3, 3), padding="same")
z = layer_add(c(x, y))
residual = keras_model(x, z)
set_weights(residual, [weights * 0 for weights in get_weights(residual)])
picture = random.random((1, 256, 256, 3)).astype("float32")
# Without weights nothing but the connection is left, and the picture passes as it came.
assert np.array_equal(picture >> residual, picture)
print("  shape:", z.shape)


section("Shared vision model: twice the same digit?")

digit_input = layer_input(shape=c(27, 27, 1))
encoded_digit = (
    digit_input
    >> layer_conv_2d(filters=64, kernel_size=c(3, 3))
    >> layer_conv_2d(filters=64, kernel_size=c(3, 3))
    >> layer_max_pooling_2d(pool_size=c(2, 2))
    >> layer_flatten()
)
digit_model = keras_model(digit_input, encoded_digit)
digit_a = layer_input(shape=c(27, 27, 1))
digit_b = layer_input(shape=c(27, 27, 1))
same_digit = layer_concatenate(c(digit_a >> digit_model, digit_b >> digit_model)) >> layer_dense(
    units=1, activation="sigmoid"
)
digits_model = keras_model(inputs=c(digit_a, digit_b), outputs=same_digit)
assert encoded_digit.shape == (None, 7744)
assert count_params(digits_model) == count_params(digit_model) + 2 * 7744 + 1
print("  parameters:", count_params(digits_model))


section("Questions about pictures")

vision_model = keras_model_sequential()
(
    vision_model
    >> layer_conv_2d(
        filters=64, kernel_size=c(3, 3), activation="relu", padding="same", input_shape=c(224, 224, 3)
    )
    >> layer_conv_2d(filters=64, kernel_size=c(3, 3), activation="relu")
    >> layer_max_pooling_2d(pool_size=c(2, 2))
    >> layer_conv_2d(filters=128, kernel_size=c(3, 3), activation="relu", padding="same")
    >> layer_conv_2d(filters=128, kernel_size=c(3, 3), activation="relu")
    >> layer_max_pooling_2d(pool_size=c(2, 2))
    >> layer_conv_2d(filters=256, kernel_size=c(3, 3), activation="relu", padding="same")
    >> layer_conv_2d(filters=256, kernel_size=c(3, 3), activation="relu")
    >> layer_conv_2d(filters=256, kernel_size=c(3, 3), activation="relu")
    >> layer_max_pooling_2d(pool_size=c(2, 2))
    >> layer_flatten()
)  # fmt: skip
image_input = layer_input(shape=c(224, 224, 3))
encoded_image = image_input >> vision_model

question_input = layer_input(shape=c(100), dtype="int32")
encoded_question = (
    question_input
    >> layer_embedding(input_dim=10000, output_dim=256, input_length=100)
    >> layer_lstm(units=256)
)  # fmt: skip
output = layer_concatenate(c(encoded_question, encoded_image)) >> layer_dense(units=1000, activation="softmax")
vqa_model = keras_model(inputs=c(image_input, question_input), outputs=output)

assert len(vision_model.layers) == 11
assert encoded_image.shape == (None, 160_000)
assert count_params(vqa_model) == count_params(vision_model) + 2_560_000 + 525_312 + (256 + 160_000 + 1) * 1000
print(f"  picture: {encoded_image.shape}, question: {encoded_question.shape}, parameters: {count_params(vqa_model):,}")


section("Questions about videos")

video_input = layer_input(shape=c(100, 224, 224, 3))
encoded_video = video_input >> time_distributed(vision_model) >> layer_lstm(units=256)
question_encoder = keras_model(inputs=question_input, outputs=encoded_question)
video_question_input = layer_input(shape=c(100), dtype="int32")
encoded_video_question = video_question_input >> question_encoder
output = layer_concatenate(c(encoded_video, encoded_video_question)) >> layer_dense(units=1000, activation="softmax")
video_qa_model = keras_model(inputs=c(video_input, video_question_input), outputs=output)

new_weights = (
    4 * 256 * (160_000 + 256 + 1) + (512 + 1) * 1000
)  # the video's LSTM and the last layer; all else is shared
assert count_params(video_qa_model) == count_params(vision_model) + count_params(question_encoder) + new_weights
print(f"  parameters: {count_params(video_qa_model):,}")


section("Plain Keras gives the same numbers, bit for bit")

import keras
import tensorflow as tf

tf.config.experimental.enable_op_determinism()  # else TensorFlow's threads add up in any order, and the last bit varies


def plain_headline_model():
    """Make the same model with nothing but Keras."""
    main_input = keras.Input(shape=(100,), dtype="int32", name="main_input")
    embedded = keras.layers.Embedding(10000, 512)(main_input)  # layers draw their seeds in the order they are made
    lstm_out = keras.layers.LSTM(32)(embedded)
    auxiliary_output = keras.layers.Dense(1, activation="sigmoid", name="aux_output")(lstm_out)
    auxiliary_input = keras.Input(shape=(5,), name="aux_input")
    x = keras.layers.Concatenate()([lstm_out, auxiliary_input])
    for _ in range(3):
        x = keras.layers.Dense(64, activation="relu")(x)
    main_output = keras.layers.Dense(1, activation="sigmoid", name="main_output")(x)
    return keras.Model([main_input, auxiliary_input], [main_output, auxiliary_output])


def equal(ours, plain):
    """Whether two lists of arrays are the same to the last bit."""
    return len(ours) == len(plain) and all(map(np.array_equal, ours, plain))


keras.utils.set_random_seed(42)
ours = headline_model()
ours >> compile(optimizer="rmsprop", loss="binary_crossentropy", loss_weights=c(1.0, 0.2))
first_weights = get_weights(ours)
first_answers = ours >> predict([headline_data, additional_data], verbose=0)
trained = ours >> fit([headline_data, additional_data], [labels, labels], epochs=3, batch_size=32, verbose=0)

keras.utils.set_random_seed(42)
plain = plain_headline_model()
plain.compile(optimizer="rmsprop", loss=["binary_crossentropy"] * 2, loss_weights=[1.0, 0.2])
# float32 and int32 are what R's numbers become, and Python's too when they come through rkeras_py.
data = [headline_data.astype("int32"), additional_data.astype("float32")]
plain_labels = [labels.astype("float32")] * 2
assert equal(first_weights, plain.get_weights())
assert equal(first_answers, plain.predict(data, verbose=0))
plain_trained = plain.fit(data, plain_labels, epochs=3, batch_size=32, verbose=0)
for name, values in trained.metrics.items():
    assert values == plain_trained.history[name], name
assert equal(get_weights(ours), plain.get_weights())
print("  first weights, first predictions, losses of three epochs, trained weights: equal")

print(f"\nAll numbers are as they should be ({time.perf_counter() - started:.0f} s).")
