/**
 * What Tagstream does on a GPU beside the model: it pins host memory, so that copies run at the
 * speed of the bus, and decodes and scales baseline JPEGs.
 *
 * <pre>
 * encoded bytes --nvJPEG--&gt; Y, Cb, Cr planes --scale_jpegs.cu--&gt; uint8 [n, height, width, 3] --&gt; host
 * </pre>
 *
 * <p>The libraries are bound by name at run time through JNA: {@code libcuda.so.1}, which the
 * driver brings, and for decoding {@code libnvjpeg} and {@code libnvrtc} of CUDA 12 or 13. Nothing
 * here is compiled against a version of CUDA, and a machine without a driver loads none of it.
 *
 * <p>nvJPEG returns planes, not pixels, because its chroma upsampling differs from libjpeg's and
 * would change tags. From the planes on, the kernels repeat the CPU's integer arithmetic to the
 * bit, so that only the inverse DCT may differ.
 *
 * <p>Pixels return to the host, where they wait in a batch like those of the CPU's decoder. At
 * 10,000 images/s of 224x224 that takes 1.5 GB/s each way, of the 25 GB/s or more that pinned
 * memory has on PCIe 4.0; in return, images that the GPU does not decode join the same batch, and
 * neither batches nor sessions know where pixels were made.
 *
 * <p>Knows {@code pipeline.image}; does not depend on Flink, Kafka, Avro or ONNX Runtime.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.gpu;

import org.jspecify.annotations.NullMarked;
