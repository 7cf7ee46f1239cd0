package dev.tagstream.pipeline.objects.read;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.objects.read.TarReader.Member;
import dev.tagstream.pipeline.objects.store.ObjectStore;
import dev.tagstream.pipeline.objects.store.ObjectUnavailableException;
import dev.tagstream.pipeline.objects.store.StoredObject;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.SourceObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The images of a tar archive such as WebDataset's shards. Consecutive members with the same key
 * form a sample; the key is the name up to the first dot of its last part. The texts of a sample
 * become attributes of its images, so an image waits for the end of its sample.
 */
final class TarImages implements ImageCursor {

  private static final int BUFFER_BYTES = 1 << 16;

  /** More than the images of any real sample; further images do not wait for their texts. */
  private static final int MOST_WAITING_IMAGES = 64;

  private static final int MOST_WAITING_BYTES = 64 << 20;

  /** An image of the current sample. */
  private record Waiting(Member member, ByteRange bytes) {}

  private final StoredObject object;
  private final ReadSettings settings;
  private final StoreInput stored;
  private final InputStream stream;
  private final TarReader tar;

  private final Queue<ReadImage> ready = new ArrayDeque<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final SampleAttributes attributes = new SampleAttributes();
  private long waitingBytes;
  private String key = "";
  private boolean ended;

  private TarImages(StoredObject object, ReadSettings settings, StoreInput stored) {
    this.object = object;
    this.settings = settings;
    this.stored = stored;
    this.stream = new MaybeGzip(stored);
    this.tar = new TarReader(stream);
  }

  static ImageCursor open(ObjectStore store, StoredObject object, ReadSettings settings)
      throws IOException {
    StoreInput stored;
    try {
      stored = new StoreInput(store.open(object, 0), object);
    } catch (ObjectUnavailableException unavailable) {
      return new OneReject(
          SingleImage.unavailable(new SourceObject(object.uri(), object.version()), unavailable));
    }
    return new TarImages(object, settings, stored);
  }

  @Override
  public @Nullable ReadImage next() throws IOException {
    while (ready.isEmpty() && !ended) {
      try {
        readMember();
      } catch (IOException broken) {
        StoreInput.throwIfStoreFailed(broken);
        endSample();
        ended = true;
        ready.add(rest(broken));
      }
    }
    return ready.poll();
  }

  /** One reject for the rest of an archive that cannot be read. */
  private ReadImage rest(IOException broken) {
    SourceObject source = new SourceObject(object.uri(), object.version());
    ObjectUnavailableException unavailable = StoreInput.unavailable(broken);
    return unavailable != null
        ? SingleImage.unavailable(source, unavailable)
        : ReadImage.rejected(
            source,
            null,
            RejectReason.CORRUPT_IMAGE,
            "%s; the images before it were read".formatted(broken.getMessage()));
  }

  private void readMember() throws IOException {
    Member member = tar.next();
    if (member == null) {
      endSample();
      ended = true;
      return;
    }
    String memberKey = key(member.name());
    if (!memberKey.equals(key)) {
      endSample();
      key = memberKey;
    }
    read(member);
  }

  private void read(Member member) throws IOException {
    String fileName = member.name().substring(member.name().lastIndexOf('/') + 1);
    String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    ObjectKind kind = ObjectKind.ofName(fileName);
    if (kind == ObjectKind.IMAGE) {
      readImage(member, tar.content());
    } else if (SampleAttributes.isText(extension)) {
      readText(extension);
    } else if (kind == ObjectKind.UNKNOWN && member.bytes() > 0) {
      PushbackInputStream content = ImageSniffer.peekable(tar.content());
      if (ImageSniffer.isImage(content)) {
        readImage(member, content);
      }
    }
  }

  private void readImage(Member member, InputStream content) throws IOException {
    SourceObject source = source(member);
    if (member.isSparse()) {
      ready.add(
          ReadImage.rejected(
              source,
              null,
              RejectReason.UNSUPPORTED_FORMAT,
              "the tar archive stores this member sparsely; pack it without --sparse"));
      return;
    }
    ByteRange bytes = BoundedBytes.read(content, member.bytes(), settings.maxBytes());
    if (bytes == null) {
      ready.add(ReadImage.tooLarge(source, member.name(), settings));
      return;
    }
    waiting.add(new Waiting(member, bytes));
    waitingBytes += bytes.length();
    if (waiting.size() == MOST_WAITING_IMAGES || waitingBytes > MOST_WAITING_BYTES) {
      handOn();
    }
  }

  /**
   * Reads a text. One that is too long makes its image's attributes too long, which rejects the
   * image.
   */
  private void readText(String extension) throws IOException {
    byte[] content = tar.content().readNBytes(4 * EncodedImage.MAX_ATTRIBUTES_CHARS + 1);
    if (content.length > 0) {
      attributes.add(extension, content);
    }
  }

  private void endSample() {
    handOn();
    attributes.clear();
  }

  private void handOn() {
    Map<String, String> texts = attributes.toMap();
    for (Waiting image : waiting) {
      String name = image.member.name();
      ready.add(ReadImage.of(source(image.member), name, image.bytes, texts));
    }
    waiting.clear();
    waitingBytes = 0;
  }

  private SourceObject source(Member member) {
    return new SourceObject(object.uri(), object.version(), member.name());
  }

  private static String key(String name) {
    int file = name.lastIndexOf('/') + 1;
    int dot = name.indexOf('.', file);
    return dot < 0 ? name : name.substring(0, dot);
  }

  @Override
  public double readShare() {
    return ended ? 1 : stored.readShare();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  /** Decompresses a stream that begins like gzip; detects this at the first read. */
  private static final class MaybeGzip extends InputStream {

    private final InputStream stored;
    private @Nullable InputStream plain;

    MaybeGzip(InputStream stored) {
      this.stored = stored;
    }

    private InputStream plain() throws IOException {
      if (plain == null) {
        BufferedInputStream buffered = new BufferedInputStream(stored, BUFFER_BYTES);
        buffered.mark(2);
        boolean isGzip = buffered.read() == 0x1F && buffered.read() == 0x8B;
        buffered.reset();
        plain = isGzip ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
      }
      return plain;
    }

    @Override
    public int read() throws IOException {
      return plain().read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return plain().read(bytes, offset, length);
    }

    @Override
    public long skip(long bytes) throws IOException {
      return plain().skip(bytes);
    }

    @Override
    public void close() throws IOException {
      stored.close();
    }
  }
}
