package dev.tagstream.export.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.source.Digest.Algorithm;
import dev.tagstream.export.source.WeightSource.LocalFile;
import dev.tagstream.export.source.WeightSource.Remote;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WeightSourceTest {

  private static final String SHA256 = "0123456789abcdef".repeat(4);

  @Test
  void aPathIsAFile() {
    assertThat(WeightSource.parse("models/resnet50.pth", null))
        .isEqualTo(new LocalFile(Path.of("models/resnet50.pth"), null));
  }

  @Test
  void aUrlIsDownloaded() {
    assertThat(WeightSource.parse("https://example.org/a.pth?v=1", SHA256))
        .isEqualTo(
            new Remote(URI.create("https://example.org/a.pth?v=1"), Digest.sha256(SHA256), null));
  }

  @Test
  void aWellKnownNameHasAnAddressAndADigest() {
    Remote source = (Remote) WeightSource.parse("torchvision/resnet50", null);
    assertThat(source.url())
        .hasToString("https://download.pytorch.org/models/resnet50-0676ba61.pth");
    assertThat(source.digest())
        .hasToString("SHA-256 0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a");
  }

  @ParameterizedTest
  @CsvSource({
    "torchvision/resnet50-v2, resnet50-v2, resnet50-11ad3fa6.pth, torchvision-v2",
    "torchvision/resnet152-v2, resnet152-v2, resnet152-f82ba261.pth, torchvision-v2",
    "torchvision/wide_resnet50_2, wide_resnet50_2, wide_resnet50_2-95faca4d.pth,",
    "keras/resnet101, resnet101, resnet101_weights_tf_dim_ordering_tf_kernels.h5,",
    "keras/resnet50v2, resnet50v2, resnet50v2_weights_tf_dim_ordering_tf_kernels.h5,",
    "keras/resnet50-original, resnet50-original, resnet50_weights_tf_dim_ordering_tf_kernels.h5,"
  })
  void wellKnownWeightsHaveTheirPublishersFiles(
      String name, String model, String file, String preprocessing) {
    KnownWeights weights = KnownWeights.named(name).orElseThrow();
    assertThat(weights.url().getPath()).endsWith("/" + file);
    assertThat(weights.modelName()).isEqualTo(model);
    assertThat(weights.preprocessing()).isEqualTo(preprocessing);
  }

  @Test
  void theTableIsConsistent() {
    assertThat(KnownWeights.ALL).hasSize(23);
    assertThat(new HashSet<>(KnownWeights.ALL.stream().map(KnownWeights::name).toList()))
        .hasSize(23);
    assertThat(KnownWeights.ALL)
        .allSatisfy(weights -> assertThat(weights.url()).hasScheme("https"))
        .filteredOn(weights -> weights.digest().algorithm() == Algorithm.SHA_256)
        .allSatisfy(
            weights ->
                assertThat(weights.url().getPath())
                    .endsWith("-" + weights.digest().hex().substring(0, 8) + ".pth"));
  }

  @Test
  void refusesWhatIsNotEncrypted() {
    assertThatThrownBy(() -> WeightSource.parse("http://example.org/a.pth?key=secret", null))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "http://example.org/a.pth?...: only https URLs are downloaded; others can be read and"
                + " changed on the way");
  }

  @Test
  void refusesAPasswordInAUrl() {
    assertThatThrownBy(() -> WeightSource.parse("https://ada:secret@example.org/a.pth", null))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "a URL must not carry a user name or password; fetch the file and pass it instead");
  }

  @Test
  void refusesANameThatNobodyKnowsAndTellsThoseThatAre() {
    assertThatThrownBy(() -> WeightSource.parse("torchvision/resnet51", null))
        .isInstanceOf(ExportException.class)
        .hasMessageStartingWith(
            "torchvision/resnet51 is neither a file nor a well-known name; those are"
                + " torchvision/resnet18, torchvision/resnet34");
  }

  @Test
  void refusesADigestThatIsNone() {
    assertThatThrownBy(() -> WeightSource.parse("a.pth", "0676ba61"))
        .isInstanceOf(ExportException.class)
        .hasMessage("a SHA-256 has 64 hexadecimal digits but '0676ba61' has 8");
  }

  @Test
  void refusesAFileOfAnotherDigest(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a.pth"), "");
    WeightCache cache = WeightCache.in(folder, FetchListener.SILENT);
    assertThatThrownBy(() -> WeightSource.parse(file.toString(), SHA256).locate(cache))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "%s: has SHA-256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 but"
                + " must have SHA-256 %s",
            file, SHA256);
  }
}
