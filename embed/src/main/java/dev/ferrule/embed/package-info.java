/** Text to vectors: models on ONNX Runtime behind a batcher. */
@NullMarked
package dev.ferrule.embed;

import org.jspecify.annotations.NullMarked;
