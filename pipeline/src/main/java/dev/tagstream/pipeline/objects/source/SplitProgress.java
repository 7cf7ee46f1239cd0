package dev.tagstream.pipeline.objects.source;

/** How far a split has been handed on. */
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

  /** The split as it is to be gone on with. */
  ObjectSplit rest() {
    return new ObjectSplit(split.splitId(), split.objects(), object, images);
  }
}
