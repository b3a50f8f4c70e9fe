# R functions that threads of Python call. Each script runs in a process of its own, killed when it hangs.

test_that("R code of a model is refused on other threads, whatever R waits for; R that works answers for the rest", {
  output <- fresh(
    'library(rkeras)
     doubling <- keras_model_sequential(input_shape = 3) %>% layer_lambda(function(x) x * 2)
     Triple <- new_layer_class("Triple", call = function(inputs) inputs * 3)
     input <- layer_input(3)
     tripling <- keras_model(input, Triple()(input))
     plain <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
     plain %>% compile("sgd", "mse")
     plus <- function(a) a + 1
     reticulate::py_run_string("
import queue, threading, time
import numpy as np
import rkeras_py as rk
x = np.ones((2, 3), \'float32\')
def tell(use, result, pause=0):
    time.sleep(pause)
    try:
        result.put(str(use()))
    except Exception as error:
        result.put(str(error))
def wait(use):
    result = queue.Queue()
    thread = threading.Thread(target=tell, args=(use, result))
    thread.start()
    thread.join()
    return result.get()
def begin(use):
    result = queue.Queue()
    threading.Thread(target=tell, args=(use, result, 0.5)).start()
    return result
predict = lambda model: lambda: model.predict(x, verbose=0)
rk_predict = lambda model: lambda: rk.predict(model, x)
fit = lambda model, callback: lambda: rk.fit(model, x, x[:, :1], epochs=1, verbose=0, callbacks=callback)
call = lambda f: lambda: f(41)
draw = lambda iterator: lambda: next(iterator)
")
     py <- reticulate::import_main()
     callback <- callback_lambda(on_epoch_end = function(epoch, logs) NULL)
     uses <- list(
       py$predict(doubling), py$rk_predict(tripling), py$fit(plain, callback), py$call(plus),
       py$draw(reticulate::py_iterator(function() 1))
     )
     told <- vapply(uses, py$wait, "")
     cat(grepl("R runs only on the main thread.*in_main", told), "")
     answer <- py$begin(py$call(plus))
     Sys.sleep(2)
     cat(answer$get(), "")
     answer <- py$begin(py$predict(doubling))
     Sys.sleep(1)
     cat(grepl("tensors of another thread", answer$get()), "")
     cat(predict(doubling, matrix(1, 1, 3)), predict(tripling, matrix(1, 1, 3)))'
  )
  expect_identical(tail(output, 1L), "TRUE TRUE TRUE TRUE TRUE 42.0 TRUE 2 2 2 3 3 3")
})
