package dev.tagstream.cli.tag;

import dev.tagstream.console.Progress;
import dev.tagstream.pipeline.record.SourceObject;
import java.util.function.DoubleSupplier;

/**
 * The number of images that a run will answer. Those in archives are estimated: the rest of the
 * archives has as many images for its size as what was read. Safe for use by several threads.
 */
final class ExpectedImages {

  private final Progress progress;

  private long listedImages;
  private long listedArchiveBytes;
  private boolean isListed;

  private double readBytes;
  private long currentBytes;
  private DoubleSupplier currentShare = () -> 0;
  private long seenInArchives;
  private long newInArchives;

  /** Prepares an estimate that a progress shows. */
  ExpectedImages(Progress progress) {
    this.progress = progress;
  }

  /**
   * Takes what a listing found.
   *
   * @param images those outside of archives that have no answer
   * @param archiveBytes the size of all archives and tables
   */
  synchronized void listed(long images, long archiveBytes) {
    listedImages = images;
    listedArchiveBytes = archiveBytes;
    isListed = true;
    show();
  }

  /** Begins an archive, after the end of the one before; by the thread that reads archives. */
  synchronized void begin(long bytes, DoubleSupplier readShare) {
    readBytes += currentBytes;
    currentBytes = bytes;
    currentShare = readShare;
  }

  /**
   * Takes an image; by the thread that reads archives.
   *
   * @param hasAnswer whether an earlier run has answered it
   */
  synchronized void seen(SourceObject source, boolean hasAnswer) {
    if (source.member() == null && source.row() == null) {
      return;
    }
    seenInArchives++;
    newInArchives += hasAnswer ? 0 : 1;
    show();
  }

  private void show() {
    if (!isListed) {
      return;
    }
    if (listedArchiveBytes == 0) {
      progress.expect(listedImages);
      return;
    }
    double read = readBytes + currentBytes * currentShare.getAsDouble();
    if (read > 0 && seenInArchives > 0) {
      double imagesInAByte = seenInArchives / read;
      double left = Math.max(0, listedArchiveBytes - read) * imagesInAByte;
      progress.estimate(listedImages + newInArchives + Math.round(left));
    }
  }
}
