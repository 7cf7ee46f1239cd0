package dev.tagstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tagstream.cli.option.JobOptions;
import dev.tagstream.cli.results.CommittedRecords;
import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs of schemas/RECIPES.md, on a real broker. */
@Timeout(180)
final class RecipesITCase {

  private static final Pattern PYTHON =
      Pattern.compile("```python (\\S+)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern KCAT = Pattern.compile("```sh kcat\n(.*?)\n```", Pattern.DOTALL);
  private static final Pattern VERSION = Pattern.compile("\\| `ImageTags` \\| \\d+ \\| `(\\w+)`");

  /** Relative to the checkout, which the programs run in. */
  private static final String IMAGE = "deploy/cli/demo/images/Bag/00320.png";

  @TempDir private Path folder;
  private EmbeddedBroker broker;
  private String page;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start();
    try (Topics topics = Topics.of(KafkaConnection.to(broker.bootstrapServers()))) {
      topics.create(1, List.of("image-events", "image-tags", "image-rejects", "photos"));
    }
    page =
        Files.readString(Checkout.path().resolve("schemas/RECIPES.md"))
            .replace("localhost:9092", broker.bootstrapServers());
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void pythonPublishesAnImageAndReadsItsTag() throws Exception {
    String python = pythonWithAvroAndKafka();
    assertThat(run(python, program("publish.py"), IMAGE).waitFor()).isZero();

    assertThat(tagstream("run", "--mode", "batch", "--model", model())).isZero();

    Process reader = run(python, program("results.py"));
    try (BufferedReader lines = reader.inputReader(UTF_8)) {
      assertThat(lines.readLine()).isEqualTo(IMAGE + " Bag 0.955");
    } finally {
      reader.destroyForcibly();
    }
  }

  @Test
  void kcatPublishesAnImageAndListsResults() throws Exception {
    assumeTrue(isHere("kcat"), "skipped: there is no kcat here");
    List<String> commands = KCAT.matcher(page).results().map(found -> found.group(1)).toList();
    assertThat(commands).hasSize(2);
    assertThat(printed(run("bash", "-c", commands.get(0)))).isEmpty();

    assertThat(
            tagstream(
                "run",
                "--mode",
                "batch",
                "--model",
                model(),
                "--images-topic",
                "photos",
                "--tagging.kafka.events=image"))
        .isZero();

    assertThat(printed(run("bash", "-c", commands.get(1))))
        .isEqualTo("bag.png is in partition 0 at 0\n");
    List<String> ids = new ArrayList<>();
    try (CommittedRecords tags =
        CommittedRecords.of(KafkaConnection.to(broker.bootstrapServers()), "image-tags")) {
      tags.readToEnd(record -> ids.add(new String(record.key(), UTF_8)));
    }
    assertThat(ids).containsExactly("bag.png");
  }

  @Test
  void pythonKnowsEveryVersionOfTheTags() throws IOException {
    String versions = Files.readString(Checkout.path().resolve("schemas/README.md"));
    assertThat(VERSION.matcher(versions).results().map(found -> found.group(1)))
        .isNotEmpty()
        .allSatisfy(fingerprint -> assertThat(page).contains('"' + fingerprint + '"'));
  }

  private static String pythonWithAvroAndKafka() throws Exception {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      if (isHere(python) && run(python, "-c", "import avro.io, confluent_kafka").waitFor() == 0) {
        return python;
      }
    }
    return abort("skipped: no Python here has avro and confluent-kafka");
  }

  private static boolean isHere(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(each -> Files.isExecutable(Path.of(each).resolve(program)));
  }

  /** The file of a program of the page. */
  private String program(String name) throws IOException {
    MatchResult found =
        PYTHON
            .matcher(page)
            .results()
            .filter(each -> each.group(1).equals(name))
            .findFirst()
            .orElseThrow();
    return Files.writeString(folder.resolve(name), found.group(2)).toString();
  }

  private static String model() {
    return Checkout.path().resolve("deploy/cli/demo/model/fashion-resnet50.onnx").toString();
  }

  private int tagstream(String... arguments) {
    StringWriter out = new StringWriter();
    String[] all =
        Stream.of(
                Stream.of(arguments),
                Stream.of(
                    "--bootstrap-servers",
                    broker.bootstrapServers(),
                    "--state",
                    folder.resolve("state").toString(),
                    "--tagging.device.provider=cpu"))
            .flatMap(each -> each)
            .toArray(String[]::new);
    return Tagstream.commandLine(new Interruption())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(out))
        .execute(JobOptions.asDefinitions(all));
  }

  /** Kafka's library warns on standard error where a broker has just started. */
  private static Process run(String... command) throws IOException {
    return new ProcessBuilder(command)
        .directory(Checkout.path().toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String printed(Process process) throws Exception {
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
