package dev.tagstream.pipeline.objects.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TarImagesTest {

  private static final ReadSettings SETTINGS = new ReadSettings(1000);
  private static final byte[] CAT = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 1, 2, 3};

  @Test
  void readsTheImagesWithWhatLiesBesideThem() throws Exception {
    byte[] tar =
        new TarFiles()
            .add("n1/0001.cls", "7\n")
            .add("n1/0001.jpg", CAT)
            .add(
                "n1/0001.json",
                "{\"width\": 640, \"caption\": \"a cat\", \"box\": [1, 2], \"x\": null}")
            .add("n1/0002.txt", "alone")
            .add("n1/0003.left.png", CAT)
            .add("n1/0003.right.png", CAT)
            .add("README", "no image")
            .add("kitten", CAT)
            .end();

    List<EncodedImage> images = images(BytesStore.read("cats.tar", tar, SETTINGS));

    assertThat(images)
        .extracting(EncodedImage::id)
        .containsExactly("n1/0001.jpg", "n1/0003.left.png", "n1/0003.right.png", "kitten");
    assertThat(images.get(0).attributes())
        .isEqualTo(Map.of("cls", "7", "width", "640", "caption", "a cat", "box", "[1,2]"));
    assertThat(images.get(1).attributes()).isEmpty();
    assertThat(images.get(0).bytes()).isEqualTo(ByteRange.of(CAT));
    assertThat(images.get(0).source())
        .isEqualTo(new SourceObject("memory:/cats.tar", "v1", "n1/0001.jpg"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cats.tar.gz", "cats.tgz", "cats.tar"})
  void readsCompressedArchives(String name) throws Exception {
    byte[] tar = TarFiles.gzip(new TarFiles().add("a.jpg", CAT).add("b.jpg", CAT).end());

    assertThat(images(BytesStore.read(name, tar, SETTINGS)))
        .extracting(EncodedImage::id)
        .containsExactly("a.jpg", "b.jpg");
  }

  @Test
  void readsLongNamesOfGnuAndPax() throws Exception {
    String name = "x".repeat(300) + ".jpg";
    byte[] tar =
        new TarFiles()
            .add("././@LongLink", 'L', name.length() + 1, (name + "\0").getBytes(UTF_8))
            .add("short.jpg", CAT)
            .addPax("22 path=kätzchen.jpg\n", "other.jpg", CAT)
            .add("folder/", '5', 0, new byte[0])
            .add("last.jpg", CAT)
            .end();

    assertThat(images(BytesStore.read("cats.tar", tar, SETTINGS)))
        .extracting(EncodedImage::id)
        .containsExactly(name, "kätzchen.jpg", "last.jpg");
  }

  @Test
  void rejectsWhatIsTooLargeAndReadsOn() throws Exception {
    byte[] tar = new TarFiles().add("large.jpg", new byte[1001]).add("cat.jpg", CAT).end();

    List<ReadImage> read = BytesStore.read("cats.tar", tar, SETTINGS);

    assertThat(rejects(read))
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(RejectReason.TOO_MANY_BYTES);
              assertThat(rejected.id()).isEqualTo("large.jpg");
              assertThat(rejected.detail())
                  .isEqualTo("the image has more than the 1000 bytes that it may have");
              assertThat(rejected.source().position()).isEqualTo("memory:/cats.tar#large.jpg");
            });
    assertThat(images(read)).extracting(EncodedImage::id).containsExactly("cat.jpg");
  }

  @Test
  void rejectsImagesWithNamesAndTextsOfAnyLength() throws Exception {
    String name = "n".repeat(1100) + ".jpg";
    byte[] tar =
        new TarFiles()
            .add("a.jpg", CAT)
            .add("a.txt", "t".repeat(400_000))
            .add("././@LongLink", 'L', name.length(), name.getBytes(UTF_8))
            .add("short.jpg", CAT)
            .end();

    assertThat(rejects(BytesStore.read("cats.tar", tar, SETTINGS)))
        .extracting(RejectedImage::detail)
        .containsExactly(
            "the attributes have 262148 characters but may have 65536",
            "the id has 1104 characters but may have 1024");
  }

  @Test
  void rejectsSparseMembers() throws Exception {
    byte[] tar = new TarFiles().add("a.jpg", 'S', 6, CAT).add("b.jpg", CAT).end();

    List<ReadImage> read = BytesStore.read("cats.tar", tar, SETTINGS);

    assertThat(rejects(read))
        .extracting(RejectedImage::reason)
        .containsExactly(RejectReason.UNSUPPORTED_FORMAT);
    assertThat(images(read)).extracting(EncodedImage::id).containsExactly("b.jpg");
  }

  @Test
  void rejectsTheRestOfABrokenArchiveInOneReject() throws Exception {
    byte[] unsealed = TarFiles.header("b.jpg", '0', 0);
    TarFiles one = new TarFiles().add("a.jpg", CAT);

    assertThat(lastReject(one.addRaw(unsealed).end()))
        .isEqualTo(
            "the tar archive has a header whose checksum is wrong (header 2); the images before it"
                + " were read");
    assertThat(lastReject(new TarFiles().add("a.jpg", CAT).add("b.jpg", CAT).cutOff(510)))
        .isEqualTo(
            "the tar archive ends within a member (header 2); the images before it were read");
    assertThat(lastReject(new TarFiles().add("a.jpg", CAT).addRaw(new byte[] {1, 2}).cutOff(0)))
        .isEqualTo(
            "the tar archive ends within a header (header 2); the images before it were read");
    byte[] gzip = TarFiles.gzip(new TarFiles().add("a.jpg", CAT).end());
    assertThat(lastReject(Arrays.copyOf(gzip, gzip.length - 20)))
        .startsWith("the tar archive ends within a member");
  }

  @Test
  void keepsNoHeaderOfAnyLength() throws Exception {
    TarFiles one = new TarFiles().add("a.jpg", CAT);

    assertThat(lastReject(one.add("././@LongLink", 'L', 1L << 32, CAT).end()))
        .startsWith("the tar archive has a header of 4294967296 bytes but may have 4096");
    TarFiles many = new TarFiles().add("a.jpg", CAT);
    for (int i = 0; i < 100; i++) {
      many.add("././@LongLink", 'L', 6, CAT);
    }
    assertThat(lastReject(many.end()))
        .startsWith("the tar archive has more than 16 headers for one member");
    assertThat(lastReject(paxSize("99999999999999999999"))).contains("has a size");
    assertThat(lastReject(paxSize("9223372036854775807"))).contains("no archive can hold");
  }

  private static byte[] paxSize(String size) {
    String record = " size=" + size + "\n";
    String records = (record.length() + 2) + record;
    return new TarFiles().add("a.jpg", CAT).addPax(records, "b.npy", CAT).add("c.jpg", CAT).end();
  }

  @Test
  void throwsWhereTheStoreFailsSinceAnotherTryMayHelp() {
    byte[] tar = new TarFiles().add("a.jpg", CAT).add("b.jpg", CAT).end();

    assertThatThrownBy(() -> new BytesStore(tar, 1200).read("cats.tar", SETTINGS))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot read memory:/cats.tar: the network is down");
  }

  private static String lastReject(byte[] tar) throws IOException {
    List<ReadImage> read = BytesStore.read("cats.tar", tar, SETTINGS);
    assertThat(images(read)).extracting(EncodedImage::id).containsExactly("a.jpg");
    RejectedImage last = requireNonNull(read.get(read.size() - 1).rejected());
    assertThat(last.reason()).isEqualTo(RejectReason.CORRUPT_IMAGE);
    assertThat(last.id()).isNull();
    return last.detail();
  }

  private static List<EncodedImage> images(List<ReadImage> read) {
    return read.stream().filter(one -> one.image() != null).map(ReadImage::image).toList();
  }

  private static List<RejectedImage> rejects(List<ReadImage> read) {
    return read.stream().filter(one -> one.rejected() != null).map(ReadImage::rejected).toList();
  }
}
