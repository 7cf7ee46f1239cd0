package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.embedded.S3ProxyServer;
import dev.tagstream.pipeline.crash.CrashGuard;
import dev.tagstream.pipeline.crash.JournalFolder;
import dev.tagstream.pipeline.objects.store.FileStore;
import dev.tagstream.pipeline.record.SourceObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A process of {@code tagstream tag} that is stopped, killed, or dies of an image. */
final class TagStoppedITCase {

  private static final List<String> LABELS = List.of("Bag", "Coat", "Dress");

  @TempDir private Path folder;

  @Tag("faults")
  @ParameterizedTest
  @ValueSource(strings = {"tags.jsonl", "tags.csv", "tags.parquet", "tags/"})
  void goesOnAfterItWasStoppedAndAfterItWasKilledAndRepeatsNothing(String name) throws Exception {
    Path to = folder.resolve(name);
    String place = folder + "/" + name;
    Path growing =
        switch (name) {
          case "tags.parquet" -> folder.resolve("tags.parquet.growing");
          case "tags/" -> to.resolve("tags/_growing.jsonl");
          default -> to;
        };
    List<String> images = LABELS.stream().map(TagProcess::images).toList();
    List<String> files = filesOf(images);

    // the first line of a CSV file is no answer
    start(images, place).awaitLines(growing, 6).terminate();
    List<String> stopped = WrittenAnswers.ids(to);
    assertThat(stopped).hasSizeBetween(5, files.size() - 1).doesNotHaveDuplicates();
    assertThat(files).containsAll(stopped);

    int before = growing.equals(to) ? stopped.size() : 0;
    start(images, place).awaitLines(growing, before + 5).kill();

    List<String> arguments = new ArrayList<>(images);
    Collections.addAll(arguments, "--to", place, "--resume");
    assertThat(tag(arguments)).isZero();
    assertThat(WrittenAnswers.ids(to)).containsExactlyInAnyOrderElementsOf(files);
    if (!growing.equals(to)) {
      assertThat(growing).doesNotExist();
    }
    String unchanged = tree(folder);
    assertThat(tag(arguments)).isZero();
    assertThat(tree(folder)).isEqualTo(unchanged);
  }

  @Test
  void goesOnWithObjectsOfAStoreAfterItWasKilled() throws Exception {
    System.setProperty("aws.accessKeyId", S3ProxyServer.ID);
    System.setProperty("aws.secretAccessKey", S3ProxyServer.SECRET);
    try (S3ProxyServer server = S3ProxyServer.start(folder)) {
      List<String> uris = fill(server);
      Path to = folder.resolve("tags.jsonl");
      List<String> arguments =
          List.of(
              "s3://images/shop/",
              "--s3-endpoint",
              server.endpoint(),
              "--s3-region",
              "us-east-1",
              "--to",
              to.toString(),
              "--resume");
      Map<String, String> credentials =
          Map.of("aws.accessKeyId", S3ProxyServer.ID, "aws.secretAccessKey", S3ProxyServer.SECRET);
      TagProcess.start(folder.resolve("log"), credentials, arguments).awaitLines(to, 5).kill();
      List<String> before = WrittenAnswers.ids(to);

      assertThat(tag(arguments)).isZero();

      assertThat(WrittenAnswers.ids(to))
          .startsWith(before.toArray(String[]::new))
          .containsExactlyElementsOf(uris);
      assertThat(Files.readString(to).lines())
          .filteredOn(line -> line.contains("Bag"))
          .isNotEmpty();
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  /** Puts images there. Returns their URIs, in the order of a listing. */
  private static List<String> fill(S3ProxyServer server) throws IOException {
    List<String> uris = new ArrayList<>();
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(URI.create(server.endpoint()))
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(S3ProxyServer.ID, S3ProxyServer.SECRET)))
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      client.createBucket(request -> request.bucket("images"));
      for (String file : filesOf(LABELS.stream().map(TagProcess::images).toList())) {
        String key = "shop/%s".formatted(Path.of(TagProcess.images("")).relativize(Path.of(file)));
        client.putObject(
            request -> request.bucket("images").key(key), RequestBody.fromFile(Path.of(file)));
        uris.add("s3://images/" + key);
      }
    }
    Collections.sort(uris);
    return uris;
  }

  @Test
  void rejectsAnImageThatHasKilledTheProcessTwiceAndTagsTheOthers() throws Exception {
    Path killer = folder.resolve("b.png");
    for (Path image : List.of(folder.resolve("a.png"), killer, folder.resolve("c.png"))) {
      Files.copy(Path.of(filesOf(List.of(TagProcess.images("Bag"))).get(0)), image);
    }
    Path to = folder.resolve("tags.jsonl");
    System.setProperty(JournalFolder.HOST_PROPERTY, folder.resolve("journals").toString());
    try {
      for (int death = 0; death < 2; death++) {
        assertThat(dieOf(killer)).isEqualTo(DyingOfAnImage.KILLED);
      }
      assertThat(tag(List.of(folder.toString(), "--include", "*.png", "--to", to.toString())))
          .isZero();
    } finally {
      System.clearProperty(JournalFolder.HOST_PROPERTY);
    }
    List<String> answers = Files.readString(to).lines().toList();
    assertThat(answers).hasSize(3);
    assertThat(answers)
        .filteredOn(line -> line.contains("\"reason\":\"CRASHED_THE_PROCESS\""))
        .singleElement()
        .asString()
        .startsWith("{\"id\":\"%s\"".formatted(killer));
    assertThat(answers).filteredOn(line -> line.contains("\"tags\":[{")).hasSize(2);
  }

  private int dieOf(Path image) throws IOException, InterruptedException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            DyingOfAnImage.class.getName(),
            new JournalFolder(null, "tag").path().toString(),
            image.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start()
        .waitFor();
  }

  /** Dies while it has an image in hand, as a decoder or a model would make it. */
  static final class DyingOfAnImage {

    static final int KILLED = 134;

    private DyingOfAnImage() {}

    /** Enters native code with an image and does not come back. */
    public static void main(String... arguments) throws IOException {
      Path image = Path.of(arguments[1]);
      String version = FileStore.version(Files.size(image), Files.getLastModifiedTime(image));
      CrashGuard.open(Path.of(arguments[0]), 1)
          .enter(new SourceObject(image.toUri().toString(), version));
      Runtime.getRuntime().halt(KILLED);
    }
  }

  private TagProcess start(List<String> images, String place) throws IOException {
    List<String> arguments = new ArrayList<>(images);
    Collections.addAll(arguments, "--to", place, "--resume");
    return TagProcess.start(folder.resolve("log"), Map.of(), arguments);
  }

  private static int tag(List<String> arguments) {
    List<String> all =
        new ArrayList<>(List.of("tag", "--model", TagProcess.model(), "--device", "cpu"));
    all.addAll(arguments);
    StringWriter err = new StringWriter();
    int exitCode =
        Tagstream.commandLine(new Interruption())
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    assertThat(err.toString()).doesNotContain("tagstream tag:");
    return exitCode;
  }

  private static List<String> filesOf(List<String> folders) throws IOException {
    List<String> files = new ArrayList<>();
    for (String each : folders) {
      files.addAll(TagProcess.filesOf(each));
    }
    return files;
  }

  /** All files but the log, with their sizes. */
  private static String tree(Path folder) throws IOException {
    StringBuilder tree = new StringBuilder();
    for (String file : TagProcess.filesOf(folder.toString()).stream().sorted().toList()) {
      tree.append(file).append(' ').append(Files.size(Path.of(file))).append('\n');
    }
    return tree.toString();
  }
}
