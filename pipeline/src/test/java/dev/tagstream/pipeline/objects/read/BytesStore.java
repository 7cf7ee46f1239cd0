package dev.tagstream.pipeline.objects.read;

import dev.tagstream.pipeline.objects.store.ObjectPage;
import dev.tagstream.pipeline.objects.store.ObjectStore;
import dev.tagstream.pipeline.objects.store.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One object in memory, which may fail at some byte. */
final class BytesStore implements ObjectStore {

  private final byte[] bytes;
  private final long failsAt;

  BytesStore(byte[] bytes) {
    this(bytes, Long.MAX_VALUE);
  }

  BytesStore(byte[] bytes, long failsAt) {
    this.bytes = bytes;
    this.failsAt = failsAt;
  }

  /** All that can be read of it under a name. */
  static List<ReadImage> read(String name, byte[] bytes, ReadSettings settings) throws IOException {
    return new BytesStore(bytes).read(name, settings);
  }

  List<ReadImage> read(String name, ReadSettings settings) throws IOException {
    List<ReadImage> images = new ArrayList<>();
    StoredObject object = new StoredObject("memory:/" + name, bytes.length, "v1");
    try (ImageCursor cursor = ObjectImages.open(this, object, settings)) {
      for (ReadImage image = cursor.next(); image != null; image = cursor.next()) {
        images.add(image);
      }
    }
    return images;
  }

  @Override
  public ObjectPage list(String uri, @Nullable String token) {
    return new ObjectPage(List.of(new StoredObject(uri, bytes.length, "v1")), null);
  }

  @Override
  public InputStream open(StoredObject object, long offset) {
    return new Failing(new ByteArrayInputStream(bytes, (int) offset, bytes.length), offset);
  }

  private final class Failing extends FilterInputStream {

    private long at;

    Failing(InputStream bytes, long offset) {
      super(bytes);
      this.at = offset;
    }

    @Override
    public int read() throws IOException {
      if (at >= failsAt) {
        throw new IOException("the network is down");
      }
      at++;
      return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (at >= failsAt) {
        throw new IOException("the network is down");
      }
      int read = in.read(buffer, offset, (int) Math.min(length, failsAt - at));
      at += Math.max(0, read);
      return read;
    }
  }
}
