package dev.tagstream.pipeline.objects.read;

import org.jspecify.annotations.Nullable;

/** The only reject of an object that cannot be read at all. */
final class OneReject implements ImageCursor {

  private @Nullable ReadImage rejected;

  OneReject(ReadImage rejected) {
    this.rejected = rejected;
  }

  @Override
  public @Nullable ReadImage next() {
    ReadImage only = rejected;
    rejected = null;
    return only;
  }

  @Override
  public double readShare() {
    return rejected == null ? 1 : 0;
  }

  @Override
  public void close() {}
}
