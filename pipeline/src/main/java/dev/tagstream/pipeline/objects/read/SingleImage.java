package dev.tagstream.pipeline.objects.read;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.objects.store.ObjectStore;
import dev.tagstream.pipeline.objects.store.ObjectUnavailableException;
import dev.tagstream.pipeline.objects.store.StoredObject;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.SourceObject;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object that is one image. */
final class SingleImage implements ImageCursor {

  private final ObjectStore store;
  private final StoredObject object;
  private final ReadSettings settings;
  private boolean read;

  SingleImage(ObjectStore store, StoredObject object, ReadSettings settings) {
    this.store = store;
    this.object = object;
    this.settings = settings;
  }

  @Override
  public @Nullable ReadImage next() throws IOException {
    if (read) {
      return null;
    }
    read = true;
    SourceObject source = new SourceObject(object.uri(), object.version());
    if (object.bytes() > settings.maxBytes()) {
      return ReadImage.tooLarge(source, object.uri(), settings);
    }
    try (PushbackInputStream stream =
        ImageSniffer.peekable(new StoreInput(store.open(object, 0), object))) {
      if (ObjectKind.of(object) != ObjectKind.IMAGE && !ImageSniffer.isImage(stream)) {
        return null;
      }
      ByteRange bytes = BoundedBytes.read(stream, object.bytes(), settings.maxBytes());
      return bytes == null
          ? ReadImage.tooLarge(source, object.uri(), settings)
          : ReadImage.of(source, object.uri(), bytes, Map.of());
    } catch (ObjectUnavailableException unavailable) {
      return unavailable(source, unavailable);
    }
  }

  static ReadImage unavailable(SourceObject source, ObjectUnavailableException why) {
    RejectReason reason =
        switch (why.why()) {
          case NOT_FOUND, CHANGED -> RejectReason.URI_NOT_FOUND;
          case NOT_ALLOWED -> RejectReason.URI_NOT_ALLOWED;
          case UNREACHABLE -> RejectReason.URI_UNREACHABLE;
        };
    String uri = source.uri();
    return ReadImage.rejected(
        source,
        uri.length() > EncodedImage.MAX_ID_CHARS ? null : uri,
        reason,
        String.valueOf(why.getMessage()));
  }

  @Override
  public double readShare() {
    return read ? 1 : 0;
  }

  @Override
  public void close() {}
}
