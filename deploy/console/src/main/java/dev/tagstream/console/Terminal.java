package dev.tagstream.console;

import java.io.PrintWriter;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Where progress is shown. */
public enum Terminal {
  /** A terminal: a bar that is redrawn. */
  INTERACTIVE {
    @Override
    public Progress progress(String task, long total, PrintWriter plain) {
      return new BarProgress(
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(BAR_UPDATE_MILLIS)
              .setConsumer(new ConsoleProgressBarConsumer(System.err))
              .showSpeed()
              .build());
    }
  },
  /** A file or a pipe: a plain line every few seconds. */
  PLAIN {
    @Override
    public Progress progress(String task, long total, PrintWriter plain) {
      return new LineProgress(task, total, plain, System::nanoTime);
    }
  };

  private static final int BAR_UPDATE_MILLIS = 200;

  /** The system property by which the {@code tagstream} script tells that stderr is a terminal. */
  private static final String PROPERTY = "tagstream.terminal";

  /** What standard error goes to. */
  public static Terminal ofStandardError() {
    return Boolean.getBoolean(PROPERTY) ? INTERACTIVE : PLAIN;
  }

  /**
   * Begins to show progress.
   *
   * @param task what is done, such as {@code tagged}
   * @param total how much there is to do, or {@link Progress#UNKNOWN}
   * @param plain where lines go; a bar needs standard error
   */
  public abstract Progress progress(String task, long total, PrintWriter plain);
}
