package dev.tagstream.pipeline.objects.source;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.read.TarFiles;
import dev.tagstream.pipeline.objects.store.ObjectPage;
import dev.tagstream.pipeline.objects.store.ObjectStore;
import dev.tagstream.pipeline.objects.store.ObjectUnavailableException;
import dev.tagstream.pipeline.objects.store.StoredObject;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SplitImagesTest {

  private static final byte[] ARCHIVE =
      new TarFiles().add("a.jpg", "1").add("b.jpg", "2").add("c.jpg", "3").end();

  private static final ObjectSplit SPLIT =
      new ObjectSplit(
          "objects-0",
          List.of(
              new StoredObject("memory:/a.tar", ARCHIVE.length, "1"),
              new StoredObject("memory:/b.tar", ARCHIVE.length, "1")),
          0,
          0);

  private boolean isOverwritten;

  @Test
  void resumesBehindTheImagesThatWereHandedOn() throws Exception {
    assertThat(rest(at(0, 2)))
        .extracting(SplitImagesTest::name)
        .containsExactly("c.jpg", "a.jpg", "b.jpg", "c.jpg");
  }

  @Test
  void rejectsTheRestOfAnObjectThatWasOverwrittenSinceTheCheckpoint() throws Exception {
    isOverwritten = true;

    List<PlacedImage> rest = rest(at(0, 2));

    assertThat(rest)
        .extracting(SplitImagesTest::name)
        .containsExactly("URI_NOT_FOUND memory:/a.tar", "URI_NOT_FOUND memory:/b.tar");
    assertThat(rest(at(rest.get(0)))).hasSize(1);
    isOverwritten = false;
    assertThat(rest(at(rest.get(0))))
        .extracting(SplitImagesTest::name)
        .containsExactly("a.jpg", "b.jpg", "c.jpg");
  }

  @Test
  void rejectsTheRestOfAnObjectOnce() throws Exception {
    isOverwritten = true;
    List<PlacedImage> all = rest(SPLIT);
    isOverwritten = false;

    assertThat(rest(at(all.get(0))))
        .extracting(SplitImagesTest::name)
        .containsExactly("a.jpg", "b.jpg", "c.jpg");
    assertThat(rest(at(all.get(1)))).isEmpty();
  }

  private static ObjectSplit at(int object, long images) {
    return new ObjectSplit(SPLIT.splitId(), SPLIT.objects(), object, images);
  }

  /** As a checkpoint has it after this image. */
  private static ObjectSplit at(PlacedImage image) throws IOException {
    SplitProgress progress = new SplitProgress(SPLIT);
    progress.advance(image);
    SplitSerializer serializer = new SplitSerializer();
    return serializer.deserialize(1, serializer.serialize(progress.rest()));
  }

  private List<PlacedImage> rest(ObjectSplit split) throws IOException {
    List<PlacedImage> rest = new ArrayList<>();
    try (SplitImages images =
        new SplitImages(new Memory(), split, new ReadSettings(1000, null, null))) {
      for (PlacedImage image = images.next(); image != null; image = images.next()) {
        rest.add(image);
      }
    }
    return rest;
  }

  private static String name(PlacedImage placed) {
    EncodedImage image = placed.image().image();
    if (image != null) {
      return image.id();
    }
    RejectedImage rejected = requireNonNull(placed.image().rejected());
    return rejected.reason() + " " + rejected.source().position();
  }

  private final class Memory implements ObjectStore {

    @Override
    public ObjectPage list(String uri, @Nullable String token) {
      return new ObjectPage(SPLIT.objects(), null);
    }

    @Override
    public InputStream open(StoredObject object, long offset) throws IOException {
      if (isOverwritten) {
        throw new ObjectUnavailableException(
            ObjectUnavailableException.Cause.CHANGED, object.uri() + " was overwritten");
      }
      return new ByteArrayInputStream(ARCHIVE, (int) offset, ARCHIVE.length);
    }
  }
}
