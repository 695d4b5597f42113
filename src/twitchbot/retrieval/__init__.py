"""Finding passages: the encoder, the vector store, BM25, fusion, the evidence, and the index folder."""
