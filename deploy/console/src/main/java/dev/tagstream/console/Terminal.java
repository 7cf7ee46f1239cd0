package dev.tagstream.console;

import java.io.PrintWriter;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** The kinds of outputs for progress. */
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

  /** The system property that the {@code tagstream} script sets if stderr is a terminal. */
  private static final String PROPERTY = "tagstream.terminal";

  /** The kind of standard error. */
  public static Terminal ofStandardError() {
    return Boolean.getBoolean(PROPERTY) ? INTERACTIVE : PLAIN;
  }

  /**
   * Starts to show progress.
   *
   * @param task the work, such as {@code tagged}
   * @param total the amount of work, or {@link Progress#UNKNOWN}
   * @param plain the output for lines; a bar needs standard error
   */
  public abstract Progress progress(String task, long total, PrintWriter plain);
}
