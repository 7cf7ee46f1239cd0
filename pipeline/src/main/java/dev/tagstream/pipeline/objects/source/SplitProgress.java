package dev.tagstream.pipeline.objects.source;

/** The progress of a split: the images that were emitted. */
final class SplitProgress {

  private final ObjectSplit split;
  private int object;
  private long images;
  private double readShare;

  SplitProgress(ObjectSplit split) {
    this.split = split;
    this.object = split.object();
    this.images = split.images();
  }

  void advance(PlacedImage image) {
    object = image.object();
    images = image.images();
    readShare = image.readShare();
  }

  /** The rest of the split, to resume with. */
  ObjectSplit rest() {
    return new ObjectSplit(split.splitId(), split.objects(), object, images);
  }

  /**
   * The size of what was not read, in bytes. After a restart, an object that was begun counts
   * whole.
   */
  long bytesLeft() {
    return rest().bytes() - (long) (split.objects().get(object).bytes() * readShare);
  }
}
