package dev.tagstream.bench.decode;

import dev.tagstream.bench.frame.Side;
import dev.tagstream.bench.picture.Picture;
import java.util.List;

/** Decodes pictures one after another. What comes out is how many there were. */
abstract class DecodingSide implements Side<Long> {

  private final String name;
  private final List<Picture> pictures;
  private final long images;
  private long decoded;

  DecodingSide(String name, List<Picture> pictures, long images) {
    this.name = name;
    this.pictures = pictures;
    this.images = images;
  }

  /** Makes pixels of a picture. */
  abstract void decode(byte[] encoded) throws Exception;

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final void work() throws Exception {
    decoded = 0;
    while (decoded < images) {
      decode(pictures.get((int) (decoded % pictures.size())).encoded());
      decoded++;
    }
  }

  @Override
  public final Long answers() {
    return decoded;
  }

  @Override
  public void close() {}
}
