test_that("quantize_weights() of R measures on texts as plain Keras does", {
  python <- reticulate::py_run_string(
    "
def define():
    import keras, numpy as np

    class Digits:
        def tokenize(self, text):
            return np.array([int(word) for word in text.split()])

    def make():
        keras.utils.set_random_seed(1)
        x, embedding, inner = keras.Input((4,), dtype='int32'), keras.layers.Embedding(9, 8), keras.layers.Dense(8)
        block = keras.Sequential([inner])
        model = keras.Model(x, block(embedding(x)))
        return model, {'pre_block_layers': [embedding], 'sequential_blocks': [block]}

    def quantize(mode, texts, **options):
        model, layers = make()
        config = {'gptq': keras.quantizers.GPTQConfig, 'awq': keras.quantizers.AWQConfig}[mode]
        model.quantize(mode, config=config(texts, Digits(), quantization_layer_structure=layers, **options))
        return model

    return {'make': make, 'quantize': quantize, 'Digits': Digits}
",
    local = TRUE
  )$define()
  set.seed(1)
  texts <- replicate(4, paste(sample(0:8, 12, replace = TRUE), collapse = " "))
  tokens <- matrix(1:4, 1)
  for (mode in c("gptq", "awq")) {
    made <- python$make()
    model <- made[[1]]
    before <- as.array(model(tokens))
    config <- switch(mode, gptq = keras$quantizers$GPTQConfig, awq = keras$quantizers$AWQConfig)
    sizes <- list(num_samples = 4L, sequence_length = 4L, group_size = 8L)
    given <- c(list(texts, python$Digits(), quantization_layer_structure = made[[2]]), sizes)
    # Keras warns of layers that it leaves as they are
    utils::capture.output(suppressWarnings(quantize_weights(model, mode, config = do.call(config, given))))
    plain <- suppressWarnings(do.call(python$quantize, c(list(mode, texts), sizes)))
    expect_identical(get_weights(model), get_weights(plain))
    expect_identical(as.array(model(tokens)), as.array(plain(tokens)))
    expect_false(identical(as.array(model(tokens)), before))
  }
})
