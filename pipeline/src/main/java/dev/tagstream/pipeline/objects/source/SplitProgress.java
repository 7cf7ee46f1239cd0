package dev.tagstream.pipeline.objects.source;

/** The progress of a split: the images that were emitted. */
final class SplitProgress {

  private final ObjectSplit split;
  private int object;
  private long images;

  SplitProgress(ObjectSplit split) {
    this.split = split;
    this.object = split.object();
    this.images = split.images();
  }

  void advance(PlacedImage image) {
    object = image.object();
    images = image.images();
  }

  /** The rest of the split, to resume with. */
  ObjectSplit rest() {
    return new ObjectSplit(split.splitId(), split.objects(), object, images);
  }
}
