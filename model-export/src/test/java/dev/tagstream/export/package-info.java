/** Tests with real files: PyTorch's and safetensors' weights, ONNX Runtime as the judge. */
@NullMarked
package dev.tagstream.export;

import org.jspecify.annotations.NullMarked;
