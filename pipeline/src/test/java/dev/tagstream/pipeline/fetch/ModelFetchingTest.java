package dev.tagstream.pipeline.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.objects.s3.S3Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models that a manifest names by URI. */
@Timeout(60)
final class ModelFetchingTest {

  private static final int MAX_BYTES = 200_000;
  private static final byte[] MODEL = bytes(150_000);

  @TempDir private Path parent;
  private ImageServer server;
  private Path folder;

  @BeforeEach
  void start() throws IOException {
    folder = parent.resolve("cache/models");
    server = new ImageServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void downloadsAModelOnceForAllSlotsOfAProcess() throws Exception {
    server.on("/models/a.onnx", ImageServer.image(MODEL));
    ExecutorService slots = Executors.newFixedThreadPool(4);
    List<Callable<Path>> asking =
        Stream.generate(() -> (Callable<Path>) () -> fetch("/models/a.onnx", sha256(MODEL)))
            .limit(4)
            .toList();

    for (var answer : slots.invokeAll(asking)) {
      assertThat(answer.get()).isEqualTo(folder.resolve(sha256(MODEL) + ".onnx"));
    }
    slots.shutdown();

    assertThat(folder.resolve(sha256(MODEL) + ".onnx")).hasBinaryContent(MODEL);
    assertThat(Files.getPosixFilePermissions(folder))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void replacesAFileThatIsNotTheModel() throws Exception {
    server.on("/models/b.onnx", ImageServer.image(MODEL));
    Path file = folder.resolve(sha256(MODEL) + ".onnx");
    Files.createDirectories(folder);
    Files.write(file, new byte[] {1});

    assertThat(fetch("/models/b.onnx", sha256(MODEL))).hasBinaryContent(MODEL);
  }

  @Test
  void keepsNothingThatIsNotTheModel() {
    server
        .on("/models/other.onnx", ImageServer.image(bytes(10)))
        .on("/models/large.onnx", ImageServer.image(bytes(MAX_BYTES + 1)))
        .on("/models/half.onnx", ImageServer.answer("200 OK\r\nContent-Length: 150000", bytes(100)))
        .on("/models/none.onnx", ImageServer.status("404 Not Found"));

    assertRefused(
        "/models/other.onnx",
        "must have SHA-256 %s but has %s".formatted(sha256(MODEL), sha256(bytes(10))));
    assertRefused("/models/large.onnx", "has 200001 bytes but a model may have 200000 bytes");
    assertRefused("/models/half.onnx", "");
    assertRefused("/models/none.onnx", "answers 404");
    assertRefused("/models/a.onnx?signature=x", "/models/a.onnx must have no query");
    assertRefused("/secret.onnx", "is not in a place of tagging.models.fetch.allow");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesAFolderThatOthersCanWriteTo() throws Exception {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> fetch("/models/a.onnx", sha256(MODEL)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "%s must be a folder that only its owner can write to; see tagging.models.fetch.folder",
            folder);
    assertThat(server.requests()).isEmpty();
  }

  private void assertRefused(String path, String problem) {
    assertThatThrownBy(() -> fetch(path, sha256(MODEL)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("\n");
  }

  private Path fetch(String path, String sha256) throws IOException {
    String host = "127.0.0.1";
    String origin = "http://%s:%d".formatted(host, server.port());
    return new ModelFetching(
            AllowList.of(List.of(origin + "/models"), List.of(host), ModelFetching.OPTIONS),
            new S3Settings(null, "us-east-1"),
            MAX_BYTES,
            folder.toString())
        .fetch(origin + path, sha256);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
