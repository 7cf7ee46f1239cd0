package dev.tagstream.pipeline.image.resample;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The tables of a resize rule for recent sizes: images of a stream often share theirs. */
public final class ResamplingTables {

  private static final int MOST_TABLES = 64;

  private final Kernel kernel;
  private final boolean antialias;
  private final UnaryOperator<ResamplingTable> rounding;
  private final Map<AxisWindow, ResamplingTable> latest =
      new LinkedHashMap<>(MOST_TABLES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AxisWindow, ResamplingTable> eldest) {
          return size() > MOST_TABLES;
        }
      };

  private ResamplingTables(
      Kernel kernel, boolean antialias, UnaryOperator<ResamplingTable> rounding) {
    this.kernel = kernel;
    this.antialias = antialias;
    this.rounding = rounding;
  }

  /** Tables with Pillow's weights. */
  public static ResamplingTables exact(Kernel kernel, boolean antialias) {
    return new ResamplingTables(kernel, antialias, UnaryOperator.identity());
  }

  /** Tables with {@link ResamplingTable#coarse} weights. */
  static ResamplingTables coarse(Kernel kernel, boolean antialias) {
    return new ResamplingTables(kernel, antialias, ResamplingTable::coarse);
  }

  public ResamplingTable of(AxisWindow window) {
    ResamplingTable table = latest.get(window);
    if (table == null) {
      double stretch = antialias ? Math.max(1.0, window.ratio()) : 1.0;
      table = rounding.apply(ResamplingTable.of(window, kernel, stretch));
      latest.put(window, table);
    }
    return table;
  }
}
