package dev.tagstream.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.ObjectSelection;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.model.TestModels;
import dev.tagstream.pipeline.objects.ReadPages;
import dev.tagstream.pipeline.objects.parquet.ByteSource;
import dev.tagstream.pipeline.objects.parquet.ParquetRows;
import dev.tagstream.pipeline.objects.parquet.ParquetTable;
import dev.tagstream.pipeline.objects.read.ParquetFiles;
import dev.tagstream.pipeline.objects.read.TarFiles;
import dev.tagstream.pipeline.objects.store.FileStore;
import dev.tagstream.pipeline.objects.store.ObjectPage;
import dev.tagstream.pipeline.objects.store.ObjectStore;
import dev.tagstream.pipeline.objects.store.StoreFactory;
import dev.tagstream.pipeline.objects.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ObjectsJobTest {

  private static final Queue<String> LISTED = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger OPENED = new AtomicInteger();

  @TempDir private Path folder;

  @BeforeEach
  void writeImages() throws Exception {
    LISTED.clear();
    OPENED.set(0);
    for (int i = 0; i < 60; i++) {
      write("images/%02d/%d.png".formatted(i % 7, i), i == 5 ? half() : TestImages.BLUE);
    }
    write("images/README.txt", new byte[] {1});
    TarFiles tar = new TarFiles();
    for (int i = 0; i < 20; i++) {
      tar.add("red-%d.png".formatted(i), TestImages.RED).add("red-%d.txt".formatted(i), "red " + i);
    }
    write("images/shard.tar", tar.end());
    new ParquetFiles()
        .rowsInARowGroup(4)
        .write(
            folder.resolve("images/table.parquet"),
            "message m { required binary image; required binary id (UTF8); }",
            10,
            (i, row) ->
                row.append("image", Binary.fromConstantByteArray(TestImages.GREEN))
                    .append("id", "green-" + i));
  }

  @Test
  void tagsEachImageOnceAlthoughAStoreFailsAndTheJobRestarts() throws Exception {
    Path results = folder.resolve("results");
    ObjectsJob job = job(Map.of());
    StreamExecutionEnvironment environment = environment();

    TaggingJob.configure(environment, job.config());
    job.build(environment, failingOnce(results.resolve("tags").toString()));
    environment.execute(job.config().jobName());

    assertThat(OPENED.get()).isGreaterThan(63);
    assertThat(LISTED).hasSizeGreaterThan(5).doesNotHaveDuplicates();
    Map<String, String> tags = new HashMap<>();
    for (JsonNode line : lines(results.resolve("tags"))) {
      String place =
          line.get("sourceUri").asText()
              + line.path("sourceMember").asText()
              + line.path("sourceRow");
      assertThat(tags.put(place, line.get("tags").get(0).get("label").asText())).isNull();
    }
    assertThat(tags).hasSize(89);
    assertThat(tags.values()).contains("red", "green", "blue");
    assertThat(lines(results.resolve("rejects")))
        .singleElement()
        .satisfies(
            reject -> {
              assertThat(reject.get("sourceUri").asText()).endsWith("/images/05/5.png");
              assertThat(reject.get("reason").asText()).isEqualTo("CORRUPT_IMAGE");
            });
    assertThat(results.resolve("_SUCCESS")).hasContent("{\"tagged\": 89, \"rejected\": 1}");
  }

  @Test
  void writesParquet() throws Exception {
    ObjectsJob job = job(Map.of("tagging.files.format", "parquet"));
    StreamExecutionEnvironment environment = environment();

    TaggingJob.build(environment, job.config());
    environment.execute(job.config().jobName());

    Map<String, String> captions = new HashMap<>();
    for (Group row : rows(folder.resolve("results/tags"))) {
      Group tag = row.getGroup("tags", 0).getGroup("list", 0).getGroup("element", 0);
      Group attributes = row.getGroup("attributes", 0);
      String caption =
          attributes.getFieldRepetitionCount("key_value") == 0
              ? ""
              : attributes.getGroup("key_value", 0).getString("value", 0);
      captions.put(row.getString("id", 0), tag.getString("label", 0) + " " + caption);
    }
    assertThat(captions).hasSize(89).containsEntry("red-7.png", "red red 7");
    assertThat(rows(folder.resolve("results/rejects")))
        .singleElement()
        .satisfies(row -> assertThat(row.getString("reason", 0)).isEqualTo("CORRUPT_IMAGE"));
  }

  @Test
  void tagsInASecondRunWhatIsNewOrHasChangedUnlessItIsToTagAll() throws Exception {
    run(Map.of());
    assertThat(folder.resolve("results/_SUCCESS")).hasContent("{\"tagged\": 89, \"rejected\": 1}");
    write("images/00/0.png", TestImages.GREEN);
    Files.setLastModifiedTime(folder.resolve("images/00/0.png"), FileTime.fromMillis(1));
    write("images/00/new.png", TestImages.RED);

    run(Map.of());
    assertThat(folder.resolve("results/_SUCCESS")).hasContent("{\"tagged\": 2, \"rejected\": 0}");
    run(Map.of());
    assertThat(folder.resolve("results/_SUCCESS")).hasContent("{\"tagged\": 0, \"rejected\": 0}");
    run(Map.of("tagging.objects.selection", "all", "tagging.pace.max-images-per-second", "1000"));
    assertThat(folder.resolve("results/_SUCCESS")).hasContent("{\"tagged\": 90, \"rejected\": 1}");
  }

  @Test
  void failsAtItsEndWhereAnotherRunHasBegunMeanwhile() throws Exception {
    Path results = folder.resolve("results");
    ObjectsJob job = job(Map.of());
    StreamExecutionEnvironment environment = environment();
    TaggingJob.configure(environment, job.config());
    job.build(environment, beginningAnotherRun(results.toString()));

    assertThatThrownBy(() -> environment.execute(job.config().jobName()))
        .hasStackTraceContaining("has begun there meanwhile");

    assertThat(lines(results.resolve("tags"))).hasSize(89);
    assertThat(lines(results.resolve("rejects"))).hasSize(1);
    assertThat(results.resolve("_SUCCESS")).doesNotExist();
  }

  /** When the first file is opened, another job begins a run in the folder. */
  private static StoreFactory beginningAnotherRun(String results) {
    return filesOpenedAfter(
        opened -> {
          if (opened == 1) {
            new ReadPages(results, ObjectSelection.NEW).beginAnew();
          }
        });
  }

  private void run(Map<String, String> settings) throws Exception {
    ObjectsJob job = job(settings);
    StreamExecutionEnvironment environment = environment();
    TaggingJob.build(environment, job.config());
    environment.execute(job.config().jobName());
  }

  @Test
  void theTasksThatCountResultsAlsoCommitThem() throws Exception {
    StreamExecutionEnvironment environment = environment();

    TaggingJob.build(environment, job(Map.of()).config());

    List<String> tasks = new ArrayList<>();
    for (JobVertex task : environment.getStreamGraph().getJobGraph().getVertices()) {
      tasks.add(task.getName());
    }
    assertThat(tasks)
        .anySatisfy(task -> assertThat(task).contains("count-tagged", "tags-files: Committer"))
        .anySatisfy(task -> assertThat(task).contains("count-rejected", "rejects-files: Committer"))
        .contains("complete-run");
  }

  @ParameterizedTest
  @CsvSource({
    "pipeline.operator-chaining.enabled, false, true",
    "execution.checkpointing.checkpoints-after-tasks-finish, false, true",
    "execution.runtime-mode, batch, streaming",
    "execution.runtime-mode, automatic, streaming"
  })
  void isRefusedWhereItsRunWouldBeCompleteBeforeItsLastCommit(
      String option, String found, String wanted) throws Exception {
    StreamExecutionEnvironment environment = environment();
    environment.configure(Configuration.fromMap(Map.of(option, found)));
    TaggingConfig config = job(Map.of()).config();

    assertThatThrownBy(() -> TaggingJob.build(environment, config))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "%s must be %s where tagging.source is objects but was '%s'", option, wanted, found);
  }

  @Test
  void refusesEndsThatDoNotFit() {
    assertThatThrownBy(() -> job(Map.of("tagging.sink", "kafka")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("tagging.sink must be files where tagging.source is objects but was 'kafka'");
    assertThatThrownBy(() -> job(Map.of("tagging.source", "kafka")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("tagging.sink must be kafka where tagging.source is kafka but was 'files'");
  }

  private ObjectsJob job(Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("tagging.model.file", TestModels.dominantColor().writeTo(folder).toString());
    all.put("tagging.source", "objects");
    all.put("tagging.sink", "files");
    all.put("tagging.objects.uris", folder.resolve("images").toString());
    all.put("tagging.files.path", folder.resolve("results").toString());
    all.put("tagging.checkpoint.interval", "20 ms");
    all.put("tagging.journal.dir", folder.resolve("journal").toString());
    all.putAll(settings);
    TaggingConfig config = TaggingConfig.from(Configuration.fromMap(all));
    return new ObjectsJob(config, requireNonNull(config.objects()));
  }

  private static StreamExecutionEnvironment environment() {
    Configuration settings = new Configuration();
    settings.setString("restart-strategy.type", "fixed-delay");
    settings.setString("restart-strategy.fixed-delay.delay", "10 ms");
    settings.setString("restart-strategy.fixed-delay.attempts", "3");
    return StreamExecutionEnvironment.createLocalEnvironment(2, settings);
  }

  /** One file cannot be opened once, after results have become visible. */
  private static StoreFactory failingOnce(String results) {
    return filesOpenedAfter(
        opened -> {
          if (opened == 40) {
            await().until(() -> !parts(Path.of(results)).isEmpty());
            throw new IOException("the disk is away");
          }
        });
  }

  /** What happens before a file is opened. */
  private interface Before extends Serializable {
    void open(int opened) throws IOException;
  }

  /** Files in small pages. */
  private static StoreFactory filesOpenedAfter(Before before) {
    return uri ->
        new ObjectStore() {

          private final FileStore files = new FileStore(10);

          @Override
          public ObjectPage list(String uri, @Nullable String token) throws IOException {
            LISTED.add(uri + " from " + token);
            return files.list(uri, token);
          }

          @Override
          public InputStream open(StoredObject object, long offset) throws IOException {
            before.open(OPENED.incrementAndGet());
            return files.open(object, offset);
          }
        };
  }

  private static List<JsonNode> lines(Path results) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (Path part : parts(results)) {
      for (String line : Files.readAllLines(part)) {
        lines.add(new ObjectMapper().readTree(line));
      }
    }
    return lines;
  }

  private static List<Group> rows(Path results) throws IOException {
    List<Group> all = new ArrayList<>();
    for (Path part : parts(results)) {
      ParquetTable table = ParquetTable.open(bytes(part));
      for (int i = 0; i < table.rowGroups(); i++) {
        try (ParquetRows rows = table.rows(i, table.schema())) {
          for (Group row = rows.next(); row != null; row = rows.next()) {
            all.add(row);
          }
        }
      }
    }
    return all;
  }

  private static ByteSource bytes(Path file) throws IOException {
    long size = Files.size(file);
    return new ByteSource() {

      @Override
      public long bytes() {
        return size;
      }

      @Override
      public InputStream open(long offset) throws IOException {
        InputStream stream = Files.newInputStream(file);
        stream.skipNBytes(offset);
        return stream;
      }
    };
  }

  /** Those that are visible: Flink hides a file that is in progress by a dot. */
  private static List<Path> parts(Path results) throws IOException {
    if (!Files.isDirectory(results)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(results)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
    }
  }

  private static byte[] half() {
    return Arrays.copyOf(TestImages.RED, TestImages.RED.length / 2);
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
