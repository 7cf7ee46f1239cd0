package dev.tagstream.console;

import me.tongfei.progressbar.ProgressBar;

/** Progress as a bar that a terminal redraws. */
final class BarProgress implements Progress {

  private final ProgressBar bar;

  BarProgress(ProgressBar bar) {
    this.bar = bar;
  }

  @Override
  public void expect(long total) {
    bar.maxHint(total);
  }

  @Override
  public void estimate(long total) {
    bar.maxHint(total);
  }

  @Override
  public void done(long count) {
    bar.stepTo(count);
  }

  @Override
  public void close() {
    bar.close();
  }
}
