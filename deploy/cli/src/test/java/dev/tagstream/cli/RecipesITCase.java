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
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs of schemas/RECIPES.md, on a real broker. */
@Timeout(180)
final class RecipesITCase {

  private static final Pattern PROGRAM =
      Pattern.compile("```(?:python|scala) (\\S+)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern KCAT = Pattern.compile("```sh kcat\n(.*?)\n```", Pattern.DOTALL);
  private static final Pattern VERSION = Pattern.compile("\\| `ImageTags` \\| \\d+ \\| `(\\w+)`");

  /** Where {@code -Precipes} puts a Spark. */
  private static final String SPARK = "deploy/spark/target/spark";

  /** What Spark's own scripts open of the JDK. */
  private static final List<String> OPEN_TO_SPARK =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

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
    String python = pythonWith("avro.io", "confluent_kafka");
    assertThat(run(python, program("publish.py"), IMAGE).waitFor()).isZero();

    assertThat(tagstream("run", "--mode", "batch", "--model", model())).isZero();

    assertThat(firstLine(python, program("results.py"))).isEqualTo(IMAGE + " Bag 0.955");
  }

  /** The second event is of a sender that takes what fastavro prints for a number, and turns it. */
  @Test
  void fastavroPublishesAnImageAndReadsItsTagAndAReversedFingerprintIsTold() throws Exception {
    String python = pythonWith("fastavro", "confluent_kafka");
    assertThat(run(python, program("publish_fastavro.py"), IMAGE).waitFor()).isZero();
    page = page.replace("b\"\\xc3\\x01\" + writer)", "b\"\\xc3\\x01\" + writer[::-1])");
    assertThat(run(python, program("publish_fastavro.py"), IMAGE).waitFor()).isZero();

    assertThat(tagstream("run", "--mode", "batch", "--model", model())).isZero();

    assertThat(firstLine(python, program("results_fastavro.py"))).isEqualTo(IMAGE + " Bag 0.955");
    List<String> rejects = new ArrayList<>();
    try (CommittedRecords records =
        CommittedRecords.of(KafkaConnection.to(broker.bootstrapServers()), "image-rejects")) {
      records.readToEnd(record -> rejects.add(new String(record.value(), UTF_8)));
    }
    assertThat(rejects)
        .singleElement()
        .asString()
        .contains(
            "the bytes of the fingerprint are reversed: they are 27d813db87092f77, and a message"
                + " has the least significant byte first, as fastavro prints them");
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
  @Tag("recipes")
  @Timeout(1200)
  void sparkPublishesImagesAndReadsTheirTags() throws Exception {
    assumeTrue(
        Files.isDirectory(Checkout.path().resolve(SPARK)),
        "skipped: there is no Spark here, which -Precipes fetches");
    assertThat(sparkShell(program("events.scala"))).doesNotContain("error:", "Exception");

    assertThat(tagstream("run", "--mode", "batch", "--model", model())).isZero();

    assertThat(sparkShell(program("results.scala")))
        .containsPattern("\\|file:/\\S+/" + IMAGE + " *\\|Bag *\\|0\\.955 *\\|");
  }

  @Test
  void pythonKnowsEveryVersionOfTheTagsAndSparkTheNewest() throws IOException {
    String readme = Files.readString(Checkout.path().resolve("schemas/README.md"));
    List<String> versions = VERSION.matcher(readme).results().map(found -> found.group(1)).toList();
    assertThat(versions)
        .isNotEmpty()
        .allSatisfy(fingerprint -> assertThat(page).contains('"' + fingerprint + '"'));

    long newest = Long.parseUnsignedLong(versions.get(versions.size() - 1), 16);
    String bytes = HexFormat.of().withUpperCase().toHexDigits(Long.reverseBytes(newest));
    assertThat(page).contains("'C301" + bytes + "'");
  }

  /** What Spark's shell says of a program; it ends after it, because nobody types. */
  private static String sparkShell(String program) throws Exception {
    List<String> command = new ArrayList<>(List.of("java", "-Xmx1g", "-Dscala.usejavacp=true"));
    OPEN_TO_SPARK.forEach(each -> command.add("--add-opens=java.base/" + each + "=ALL-UNNAMED"));
    command.addAll(List.of("-cp", SPARK + "/*", "org.apache.spark.deploy.SparkSubmit"));
    command.addAll(List.of("--master", "local[1]", "--conf", "spark.ui.enabled=false"));
    command.addAll(List.of("--conf", "spark.driver.host=127.0.0.1"));
    command.addAll(List.of("--class", "org.apache.spark.repl.Main", "spark-shell", "-I", program));
    Process shell = run(command.toArray(String[]::new));
    shell.getOutputStream().close();
    return printed(shell);
  }

  /** The first Python that has the modules; {@code .ci/run} makes the last one. */
  private static String pythonWith(String... modules) throws Exception {
    String made = Checkout.path().resolve("target/recipes/bin/python").toString();
    String imports = "import " + String.join(", ", modules);
    for (String python : List.of("python3", "/usr/bin/python3", made)) {
      if (isHere(python) && run(python, "-c", imports).waitFor() == 0) {
        return python;
      }
    }
    return abort("skipped: no Python here has " + String.join(" and ", modules));
  }

  /** What a program that reads without end prints first. */
  private static String firstLine(String... command) throws IOException {
    Process reader = run(command);
    try (BufferedReader lines = reader.inputReader(UTF_8)) {
      return lines.readLine();
    } finally {
      reader.destroyForcibly();
    }
  }

  private static boolean isHere(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(each -> Files.isExecutable(Path.of(each).resolve(program)));
  }

  /** The file of a program of the page. */
  private String program(String name) throws IOException {
    MatchResult found =
        PROGRAM
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
