package dev.tagstream.export.keras;

import dev.tagstream.export.keras.Configuration.Flag;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.Operation;
import java.util.List;

/** Writes pooling layers over planes. */
final class PoolingLayers {

  private PoolingLayers() {}

  static Features max(LayerCall call) {
    Planes x = call.planes();
    return pooled(
        call, "MaxPool", x.with(call.graph().paddedForMaximum(call.name(), x.features())));
  }

  /** The mean of the pixels within the image; zeros from a padding layer count. */
  static Features average(LayerCall call) {
    Planes x = call.planes();
    return pooled(call, "AveragePool", x.with(call.graph().padded(call.name(), x.features())));
  }

  static Features globalMax(LayerCall call) {
    return global(call, "GlobalMaxPool");
  }

  static Features globalAverage(LayerCall call) {
    return global(call, "GlobalAveragePool");
  }

  private static Features pooled(LayerCall call, String operator, Planes x) {
    Configuration configuration = call.configuration();
    SlidingWindow window = SlidingWindow.ofPool(configuration);
    Value value = call.apply(window.of(operator, x), x.value());
    int height = window.height(configuration, x.height());
    int width = window.width(configuration, x.width());
    return call.features(value, x.shape(x.channels(), height, width), x.order());
  }

  private static Features global(LayerCall call, String operator) {
    Planes planes = call.planes();
    Planes x = planes.with(call.graph().padded(call.name(), planes.features()));
    if (call.configuration().flag("keepdims", Flag.NO)) {
      Value value = call.apply(Operation.of(operator), x.value());
      return call.features(value, x.shape(x.channels(), 1, 1), x.order());
    }
    Value pooled = call.part("pool", Operation.of(operator), x.value());
    Value value = call.apply(Operation.of("Flatten").with("axis", 1), pooled);
    return call.features(value, List.of(x.channels()), Features.Order.AS_SHAPED);
  }
}
