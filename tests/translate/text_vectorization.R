# A layer that vectorizes texts.
library(keras)
texts <- c("the cat sat", "the dog")
vectorize <- layer_text_vectorization(max_tokens = 10, output_sequence_length = 4)
vectorize %>% adapt(texts)
print(as.array(vectorize(texts)))
cat(length(get_vocabulary(vectorize)), "\n")
