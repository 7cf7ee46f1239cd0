package dev.tagstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tagstream.cli.option.JobOptions;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class TagstreamTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void answersAnUnknownFlagWithOneLineAndTheFlagThatWasMeant() {
    assertThat(execute("demo", "--image", "photos")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "tagstream demo: Unknown options: '--image', 'photos'", "Possible solutions: --images");
  }

  @Test
  void namesAnUnknownOptionOfTheJobAsItWasWrittenWithoutItsValue() {
    assertThat(execute("tag", "photos", "--tagging.kafka.client.x", "secret")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "tagstream tag: Unknown option: '--tagging.kafka.client.x'",
            "see 'tagstream tag --help'");
  }

  @Test
  void listsTheCommandsWhereNoneIsGiven() {
    assertThat(execute()).isZero();
    assertThat(out.toString()).contains("Usage: tagstream", "publish", "results", "completion");
    assertThat(err).hasToString("");
  }

  @Test
  void listsTheSameCommandsWithoutReadingTheirOptions() {
    assertThat(called("--help").getUsageMessage())
        .isEqualTo(Tagstream.commandLine(new Interruption()).getUsageMessage());
  }

  @Test
  void suggestsACommandWithoutReadingItsOptions() {
    CommandLine tagstream = called("rsults").setErr(new PrintWriter(err));
    assertThat(tagstream.execute("rsults")).isEqualTo(2);
    assertThat(err.toString()).contains("Did you mean: tagstream results");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-v results --help", "help results", "results -h"})
  void readsTheOptionsOfTheCommandThatIsCalled(String arguments) {
    CommandLine tagstream = called(arguments.split(" ")).setOut(new PrintWriter(out));
    assertThat(tagstream.execute(arguments.split(" "))).isZero();
    assertThat(out.toString()).contains("Usage: tagstream results", "--bootstrap-servers");
  }

  @Test
  void readsTheOptionsOfTheCommandThatAFileOfArgumentsCalls() throws Exception {
    String file = "@" + Files.writeString(folder.resolve("arguments"), "results --help");
    assertThat(called(file).setOut(new PrintWriter(out)).execute(file)).isZero();
    assertThat(out.toString()).contains("--bootstrap-servers");
  }

  private static CommandLine called(String... arguments) {
    return Tagstream.commandLine(new Interruption(), arguments);
  }

  /** The processor time of the list: the JDK's and picocli's classes take 0.4 s. */
  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "help"})
  void startsNothingToListTheCommands(String argument) throws Exception {
    assertThat(loadedClasses(argument))
        .hasSizeBetween(500, 3000)
        .anyMatch(line -> line.contains("picocli.CommandLine "))
        .noneMatch(line -> line.matches(".* (org\\.apache|com\\.fasterxml|ai\\.onnxruntime)\\..*"));
  }

  private static List<String> loadedClasses(String argument) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                Tagstream.class.getName(),
                argument)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      return lines.lines().filter(line -> line.contains("[class,load]")).toList();
    }
  }

  @Test
  void printsTheVersionsItIsBuiltWith() {
    assertThat(execute("--version")).isZero();
    assertThat(out.toString().lines())
        .hasSize(2)
        .allMatch(
            line -> line.matches("tagstream .+|Flink .+, Kafka .+, ONNX Runtime .+, Java .+"));
  }

  @Test
  void showsTheHelpOfACommandByItsName() {
    assertThat(execute("help", "publish")).isZero();
    assertThat(out.toString()).startsWith("Usage: tagstream publish ");
  }

  @Test
  void namesTheCommandsWhereHelpIsAskedForAnother() {
    assertThat(execute("help", "bench", "speed")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("tagstream help: no command is called 'speed'; choose one of ");
  }

  @Test
  void printsACompletionScriptThatKnowsCommandsAndOptions() {
    assertThat(execute("completion")).isZero();
    assertThat(out.toString()).contains("complete ", "_complete_tagstream", "--bootstrap-servers");
  }

  @Test
  void completesCommandsInBash() throws Exception {
    String words = "COMP_WORDS=(tagstream res); COMP_CWORD=1; _complete_tagstream";
    assertThat(printed("bash", "-c", "source '%s'; %s; echo ${COMPREPLY[@]}", words))
        .isEqualTo("results\n");
  }

  @Test
  void completesOptionsOfACommandInBash() throws Exception {
    String words = "COMP_WORDS=(tagstream results --min); COMP_CWORD=2; _complete_tagstream";
    assertThat(printed("bash", "-c", "source '%s'; %s; echo ${COMPREPLY[@]}", words))
        .endsWith("--min-score\n");
  }

  /** A zsh without the user's files, in a terminal of its own, with Tab pressed. */
  @ParameterizedTest
  @CsvSource({"tagstream resu, results", "tagstream results --min-s, --min-score"})
  void completesInZsh(String line, String completed) throws Exception {
    requireProgram("zsh");
    String session =
        """
        zmodload zsh/zpty
        zpty -b shell zsh -f -i
        zpty -w shell 'autoload -Uz compinit && compinit -u -D; source %s; PS1=; echo sour''ced'
        zpty -r shell output '*sourced*'
        zpty -n -w shell $'%s\\t'
        zpty -r -t shell output
        repeat 600; do
          zpty -r -t shell more && output+=$more
          [[ $output == *%s* ]] && break
          sleep 0.1
        done
        print -r -- $output
        zpty -d shell
        """;
    assertThat(printed("zsh", "-fc", session, line, completed)).contains(completed);
  }

  private static void requireProgram(String name) {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name))),
        "skipped: there is no " + name + " here");
  }

  /** What a shell prints for a script with the name of the completion script, and words. */
  private String printed(String shell, String flags, String script, Object... words)
      throws Exception {
    assertThat(execute("completion")).isZero();
    Path completion = Files.writeString(folder.resolve("completion"), out.toString());
    Object[] all = Stream.concat(Stream.of(completion), Stream.of(words)).toArray();
    Process process =
        new ProcessBuilder(shell, flags, script.formatted(all)).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  @Test
  void hasNoColorsWhereTheUserWantsNone() throws Exception {
    assertThat(helpWith("CLICOLOR_FORCE")).contains("\u001b[");
    assertThat(helpWith("CLICOLOR_FORCE", "NO_COLOR"))
        .contains("Usage: tagstream")
        .doesNotContain("\u001b[");
  }

  private static String helpWith(String... variables) throws Exception {
    ProcessBuilder help =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Tagstream.class.getName(),
            "results",
            "--help");
    Stream.of(variables).forEach(variable -> help.environment().put(variable, "1"));
    Process process = help.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  @Test
  void tellsHowToExportTheWeightsThatAreNoModel() throws Exception {
    Path weights = Files.write(folder.resolve("resnet50.pth"), new byte[] {(byte) 0x80, 2, 0x7d});
    assertThat(execute("inspect", weights.toString())).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream inspect: %s: holds weights of PyTorch and no model; export them first: tagstream export --weights %s --out model.onnx\n"
                .formatted(weights, weights));
  }

  /** A percent sign in a description is a format specifier to picocli, which warns of bad ones. */
  @Test
  void everyHelpIsAFormatThatPicocliCanFill() {
    PrintStream standardError = System.err;
    ByteArrayOutputStream warnings = new ByteArrayOutputStream();
    System.setErr(new PrintStream(warnings, true, UTF_8));
    try {
      assertThat(commands(Tagstream.commandLine(new Interruption())))
          .hasSizeGreaterThan(20)
          .allSatisfy(command -> assertThat(command.getUsageMessage()).contains("Usage: "));
    } finally {
      System.setErr(standardError);
    }
    assertThat(warnings.toString(UTF_8)).isEmpty();
  }

  private static Stream<CommandLine> commands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(TagstreamTest::commands));
  }

  @Test
  void answersAValueThatIsNoNumber() {
    assertThat(execute("demo", "--slots", "many")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "tagstream demo: Invalid value for option '--slots': 'many' is not an int",
            "see 'tagstream demo --help'");
  }

  @Test
  void refusesToWorkWithoutASlot() {
    assertThat(execute("demo", "--slots", "0")).isEqualTo(2);
    assertThat(err)
        .hasToString("tagstream demo: --slots must be from 1 to 1024 but was 0%n".formatted());
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    Path missing = folder.resolve("missing");
    assertThat(execute("demo", "--images", missing.toString())).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream demo: %s is not a folder; name a folder of images%n".formatted(missing));
  }

  @Test
  void refusesAnEmptyFolder() {
    assertThat(execute("publish", folder.toString())).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream publish: %s has no files; name a folder of images%n".formatted(folder));
  }

  @Test
  void refusesAModelThatIsNotThere() throws Exception {
    Files.createFile(folder.resolve("image.png"));
    Path missing = folder.resolve("missing.onnx");
    assertThat(execute("demo", "--images", folder.toString(), "--model", missing.toString()))
        .isEqualTo(2);
    assertThat(err)
        .hasToString("tagstream demo: %s: there is no such model file%n".formatted(missing));
  }

  @Test
  void refusesAnOutputFileBeforeAnythingIsDone() {
    Path json = folder.resolve("missing/tags.jsonl");
    assertThat(execute("demo", "--json", json.toString())).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream demo: %s cannot be written; check that its folder exists and its permissions%n"
                .formatted(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "publish|",
        "results|--html=",
        "tag||--model=m.onnx",
        "tag|.|--model=",
        "tag|.|--model=m.onnx|--to="
      })
  void refusesAnEmptyPath(String arguments) {
    assertThat(execute(arguments.split("[|]", -1))).isEqualTo(2);
    assertThat(err.toString()).contains("a path is empty, as from a variable that is not set;");
  }

  @Test
  void refusesAnUnknownOptionOfTheJob() {
    assertThat(execute("run", "--tagging.batch.max-image", "8")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream run: tagging.batch.max-image is not an option; did you mean"
                + " tagging.batch.max-images?\n");
  }

  @Test
  void refusesADefinitionThatIsNotForTheJob() {
    assertThat(execute("run", "-Dtaging.mode=batch")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream run: -Dtaging.mode is not an option of the job; they begin with tagging.\n");
  }

  @Test
  void refusesABrokerThatIsNoAddress() {
    assertThat(execute("results", "--bootstrap-servers", "kafka")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream results: cannot connect to 'kafka': Invalid url in bootstrap.servers:"
                + " kafka\n");
  }

  @Test
  void refusesAPropertyThatNotAllClientsCanHave() {
    assertThat(execute("publish", ".", "--client-property", "transactional.id=x")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream publish: transactional.id is not a property for all clients of a command;"
                + " leave it out\n");
  }

  @Test
  void replacesNoDeviceByAModel() {
    assertThat(execute("export", "--weights", "a.pth", "--out", "/dev/null")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream export: /dev/null is not a regular file; name another file to write%n"
                .formatted());
  }

  @Test
  void refusesWeightsThatAreNotThere() {
    Path missing = folder.resolve("missing.pth");
    assertThat(execute("export", "--weights", missing.toString(), "--out", "model.onnx"))
        .isEqualTo(2);
    assertThat(err).hasToString("tagstream export: %s: does not exist%n".formatted(missing));
  }

  @Test
  void refusesWeightsThatNobodyProtectsOnTheirWay() {
    assertThat(execute("export", "--weights", "http://a.org/resnet.pth", "--out", "model.onnx"))
        .isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream export: http://a.org/resnet.pth: only https URLs are downloaded; others"
                + " can be read and changed on the way\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--weights a --onnx b --out c, 'Error: --weights=FILE|FOLDER|URL|NAME, --onnx=FILE are mutually"
        + " exclusive (specify only one)'",
    "--out c, Error: Missing required argument (specify one of these):"
        + " (--weights=FILE|FOLDER|URL|NAME | --onnx=FILE)",
    "--onnx b --out c, '--onnx needs --preprocessing, because the file does not describe it'",
    "--onnx b --preprocessing keras --input uint8 --out c, --input does not go with --onnx",
    "--onnx b --preprocessing keras --cache d --out c, --cache does not go with --onnx",
    "--weights a --output-name x --out c, --output-name does not go with --weights"
  })
  void refusesFlagsOfExportThatDoNotGoTogether(String flags, String message) {
    assertThat(execute(("export " + flags).split(" "))).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly("tagstream export: " + message, "see 'tagstream export --help'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo", "export", "inspect", "verify", "tag", "publish", "run", "results", "rejects",
        "replay", "doctor", "job", "watch", "drift", "status", "sql", "broker"
      })
  void helpsWithEveryCommand(String command) {
    assertThat(execute(command, "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: tagstream " + command).contains("Example");
    assertThat(err.toString()).isEmpty();
  }

  private int execute(String... arguments) {
    CommandLine tagstream = Tagstream.commandLine(new Interruption());
    tagstream.setOut(new PrintWriter(out));
    tagstream.setErr(new PrintWriter(err));
    return tagstream.execute(JobOptions.asDefinitions(arguments));
  }
}
