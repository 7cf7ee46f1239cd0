package dev.tagstream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.cli.Checkout;
import dev.tagstream.console.Console;
import dev.tagstream.console.Terminal;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.source.Digest;
import dev.tagstream.export.source.Digest.Algorithm;
import dev.tagstream.export.source.KnownWeights;
import dev.tagstream.pipeline.Tagger;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.DeviceRequest.Choice;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights that lie in the cache; downloads themselves are WeightCacheTest's. */
final class NamedModelTest {

  private final StringWriter said = new StringWriter();

  @TempDir private Path cache;

  @Test
  void exportsWeightsOnceAndKnowsTheirLabels() throws Exception {
    Path weights = Checkout.sharedData().resolve("models/resnet18-imagenet.pth");
    KnownWeights known = known("https://models.invalid/resnet18.pth", sha256(weights));
    Path downloaded = Files.copy(weights, downloadOf(known));
    NamedModel models = models();

    Path model = models.exported(known);

    assertThat(said.toString()).contains("exporting torchvision/resnet18, once, to " + model);
    try (Tagger tagger = Tagger.open(model, new DeviceRequest(Choice.CPU, 0))) {
      assertThat(tagger.contract().name()).isEqualTo("resnet18");
      assertThat(tagger.contract().labels().of(0).name()).isEqualTo("tench");
    }
    Files.delete(downloaded);
    said.getBuffer().setLength(0);
    assertThat(models.exported(known)).isEqualTo(model);
    assertThat(said.toString()).isEmpty();
  }

  @Test
  void exportsNothingThatHasAnotherDigest() throws Exception {
    try (Socket closed = new Socket()) {
      closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String nobody = "https://127.0.0.1:%d/resnet18.pth".formatted(closed.getLocalPort());
      KnownWeights known = known(nobody, Digest.sha256("0".repeat(64)));
      Path file = Files.writeString(downloadOf(known), "something else");

      assertThatThrownBy(() -> models().exported(known)).isInstanceOf(ExportException.class);

      assertThat(said.toString()).contains(file + " is damaged, or another version");
      assertThat(cache.resolve("exported-1")).doesNotExist();
    }
  }

  private NamedModel models() {
    PrintWriter messages = new PrintWriter(said, true);
    return new NamedModel(cache, new Console(messages, messages, Terminal.PLAIN));
  }

  private static Digest sha256(Path file) throws IOException {
    return Digest.of(file, Algorithm.SHA_256);
  }

  private static KnownWeights known(String url, Digest digest) {
    return new KnownWeights("torchvision/resnet18", URI.create(url), digest, null, null);
  }

  /** Where the cache has the file of a URL. */
  private Path downloadOf(KnownWeights known) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(known.url().toString().getBytes(StandardCharsets.UTF_8));
    Path folder = cache.resolve(HexFormat.of().formatHex(digest, 0, 8));
    return Files.createDirectories(folder).resolve("resnet18.pth");
  }
}
