"""Files of Keras 2 become files of Keras 3 on the backend that KERAS_BACKEND names."""

from pathlib import Path

import numpy as np

from rkeras_py import load_model, predict, upgrade_model


def test_upgrading_compares_with_keras_2(tmp_path: Path) -> None:
    import tf_keras  # and with it TensorFlow, which tests before this one do without

    layers = tf_keras.layers
    model = tf_keras.Sequential(
        [
            layers.Embedding(6, 4, input_length=5, mask_zero=True),
            layers.Bidirectional(layers.LSTM(3, return_sequences=True)),
            layers.Flatten(),
            layers.BatchNormalization(),
            layers.Dense(2, "relu"),
        ]
    )
    x = np.arange(10).reshape(2, 5) % 6
    right = np.asarray(model(x))
    model.save(tmp_path / "old.h5")
    report = upgrade_model(tmp_path / "old.h5", tmp_path / "new.keras")
    assert report.difference is not None and report.difference < 1e-5 and "8 samples" in report.proof
    np.testing.assert_allclose(predict(load_model(tmp_path / "new.keras"), x, verbose=0), right, rtol=1e-5, atol=1e-5)


def test_models_of_text_are_upgraded_and_not_compared(tmp_path: Path) -> None:
    import tf_keras  # and with it TensorFlow, which tests before this one do without

    layers = tf_keras.layers
    model = tf_keras.Sequential(
        [layers.Input((1,), dtype="string"), layers.TextVectorization(vocabulary=["a"], output_sequence_length=3)]
    )
    model.save(tmp_path / "old.keras")
    report = upgrade_model(tmp_path / "old.keras", tmp_path / "new.keras")
    assert report.difference is None and "models do not accept text on" in report.proof
    assert load_model(tmp_path / "new.keras").layers[-1].get_vocabulary() == ["", "[UNK]", "a"]
