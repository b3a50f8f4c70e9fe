"""Wrong calls, for type checkers: each line must be flagged, since an ignore that is not needed is an error."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

import numpy as np

import rkeras_py as rk

x = rk.layer_input(shape=(28, 28, 1))
model = rk.keras_model(x, x)
chain = rk.keras_model_sequential()

rk.layer_dense("64")  # type: ignore[call-overload]
rk.layer_dense(64.0)  # type: ignore[call-overload]
rk.layer_dense()  # type: ignore[call-overload]
rk.layer_dense(x)  # type: ignore[call-overload]
rk.layer_dense(x, units=None)  # type: ignore[call-overload]
rk.layer_dense(64, activation=1)  # type: ignore[call-overload]
rk.layer_dense(64, name=3)  # type: ignore[call-overload]
rk.layer_dense(x, 64, use_bias="yes")  # type: ignore[call-overload]
rk.layer_conv_2d(filters=(3, 3), kernel_size=3)  # type: ignore[call-overload]
rk.layer_conv_2d(x, (3, 3), 32)  # type: ignore[call-overload]
rk.layer_conv_2d(32, 3, padding="some")  # type: ignore[call-overload]
rk.layer_conv_2d(32, "3")  # type: ignore[arg-type]
rk.layer_conv_2d(32, 3, data_format="channels")  # type: ignore[call-overload]
rk.layer_lambda(3)  # type: ignore[call-overload]
rk.layer_lstm(x, return_sequences=True)  # type: ignore[call-overload]
rk.layer_dropout(chain, rate="half")  # type: ignore[call-overload]
rk.layer_concatenate(3, x)  # type: ignore[call-overload]
rk.layer_input(shape="784")  # type: ignore[arg-type]
rk.layer_input(shape=(2.5,))  # type: ignore[arg-type]
"x" >> rk.layer_dense(3)  # type: ignore[operator]
x >> rk.fit(np.zeros(3))  # type: ignore[operator]
rk.fit(model, epochs="ten")  # type: ignore[call-overload]
rk.fit(np.zeros(3), epochs=1.5)  # type: ignore[call-overload]
rk.fit(model, verbose=3)  # type: ignore[call-overload]
rk.get_layer(model, name=1)  # type: ignore[call-overload]
rk.save_model_hdf5(model, 3)  # type: ignore[call-overload]
rk.optimizer_adam("fast")  # type: ignore[arg-type]
rk.optimizer_adam(0.1, beta1="0.9", beta_2=None)  # type: ignore[arg-type]
rk.regularizer_l2("a")  # type: ignore[arg-type]
rk.initializer_constant(values=1)  # type: ignore[call-arg]
rk.loss_huber(delta="a")  # type: ignore[call-overload]
rk.metric_auc(200)  # type: ignore[call-arg]
rk.k_reshape(x, "a")  # type: ignore[arg-type]
rk.pad_sequences([[1]], maxlen="2")  # type: ignore[arg-type]
rk.layer_den(3)  # type: ignore[attr-defined]
epochs: int = rk.fit(model, np.zeros(3))  # type: ignore[assignment]
units: str = rk.k_ndim(x)  # type: ignore[assignment]
number: int = rk.layer_dense(x, 3)  # type: ignore[assignment]
