package dev.tagstream.pipeline.image;

import java.util.LinkedHashMap;
import java.util.Map;

/** The tables of a resize rule for the sizes seen last: pictures of a stream often share theirs. */
final class ResamplingTables {

  private static final int MOST_TABLES = 64;

  private final Kernel kernel;
  private final boolean antialias;
  private final Map<AxisWindow, ResamplingTable> latest =
      new LinkedHashMap<>(MOST_TABLES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AxisWindow, ResamplingTable> eldest) {
          return size() > MOST_TABLES;
        }
      };

  ResamplingTables(Kernel kernel, boolean antialias) {
    this.kernel = kernel;
    this.antialias = antialias;
  }

  ResamplingTable of(AxisWindow window) {
    ResamplingTable table = latest.get(window);
    if (table == null) {
      table = ResamplingTable.of(window, kernel, antialias ? Math.max(1.0, window.ratio()) : 1.0);
      latest.put(window, table);
    }
    return table;
  }
}
