package dev.tagstream.cli;

import dev.tagstream.cli.bench.BenchCommand;
import dev.tagstream.cli.demo.DemoCommand;
import dev.tagstream.cli.doctor.DoctorCommand;
import dev.tagstream.cli.drift.DriftCommand;
import dev.tagstream.cli.job.JobCommand;
import dev.tagstream.cli.job.RunCommand;
import dev.tagstream.cli.model.ExportCommand;
import dev.tagstream.cli.model.FetchCommand;
import dev.tagstream.cli.model.InspectCommand;
import dev.tagstream.cli.model.WarmCommand;
import dev.tagstream.cli.option.JobOptions;
import dev.tagstream.cli.publish.PublishCommand;
import dev.tagstream.cli.rejects.RejectsCommand;
import dev.tagstream.cli.rejects.ReplayCommand;
import dev.tagstream.cli.results.ResultsCommand;
import dev.tagstream.cli.rollout.ModelsCommand;
import dev.tagstream.cli.sql.SqlCommand;
import dev.tagstream.cli.tag.TagCommand;
import dev.tagstream.cli.topic.BrokerCommand;
import dev.tagstream.cli.topic.TopicsCommand;
import dev.tagstream.cli.verify.VerifyCommand;
import dev.tagstream.cli.watch.StatusCommand;
import dev.tagstream.cli.watch.WatchCommand;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code tagstream} command and its subcommands. */
@Command(
    name = "tagstream",
    description = "Tags images on streams: Kafka, Flink and a ResNet in ONNX Runtime.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Versions.class,
    footer = {
      "",
      "For help on a command, run 'tagstream COMMAND --help'.",
      "Exit codes: 0 success; 1 failure; 2 invalid request, with the reason in one line."
    })
public final class Tagstream implements Runnable {

  /** All commands, in the order of the help text. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          DemoCommand.class,
          ExportCommand.class,
          FetchCommand.class,
          InspectCommand.class,
          VerifyCommand.class,
          TagCommand.class,
          PublishCommand.class,
          RunCommand.class,
          DoctorCommand.class,
          WarmCommand.class,
          ResultsCommand.class,
          RejectsCommand.class,
          ReplayCommand.class,
          WatchCommand.class,
          DriftCommand.class,
          StatusCommand.class,
          SqlCommand.class,
          ModelsCommand.class,
          JobCommand.class,
          BrokerCommand.class,
          TopicsCommand.class,
          BenchCommand.class,
          CompletionCommand.class,
          HelpCommand.class);

  /** Commands about other commands. */
  private static final Set<Class<?>> GENERAL = Set.of(CompletionCommand.class, HelpCommand.class);

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli handles it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version, and those of Flink, Kafka, ONNX Runtime and Java.")
  @SuppressWarnings("UnusedVariable") // picocli handles it
  private boolean version;

  @Option(
      names = {LogFile.VERBOSE_SHORT, LogFile.VERBOSE},
      scope = ScopeType.INHERIT,
      description = "Show the whole log, of Kafka and Flink too.")
  @SuppressWarnings("UnusedVariable") // LogFile reads it before the arguments are parsed
  private boolean verbose;

  /** Prints the list of commands, because no command was given. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    LogFile.configure(arguments);
    Interruption interruption = Interruption.ofThisThread();
    StandardOutput out = StandardOutput.ofThisProcess();
    int exitCode = ExitCode.SOFTWARE;
    try {
      CommandLine tagstream = commandLine(interruption, arguments).setOut(out.writer());
      exitCode = out.end(tagstream.execute(JobOptions.asDefinitions(arguments)));
    } catch (OutOfMemoryError exhausted) {
      System.err.printf(
          "tagstream: out of memory: %s; allow more, such as JAVA_TOOL_OPTIONS=-Xmx8g%n",
          exhausted.getMessage());
    } finally {
      LogFile.end(exitCode);
      interruption.commandHasEnded();
    }
    System.exit(exitCode);
  }

  /** All commands, ready to be executed. */
  static CommandLine commandLine(Interruption interruption) {
    return commandLine(interruption, Set.copyOf(COMMANDS));
  }

  /**
   * The commands, ready for these arguments. Those that no argument names are outlines, which is
   * enough to list and to suggest them: the options of a command take classes of Flink, of Kafka
   * and of the logger, and all commands together half a second of processor time.
   */
  static CommandLine commandLine(Interruption interruption, String[] arguments) {
    Set<String> named = new HashSet<>(List.of(arguments));
    // picocli reads more arguments from the file that an @ names
    if (named.contains(nameOf(CompletionCommand.class))
        || named.stream().anyMatch(argument -> argument.startsWith("@"))) {
      return commandLine(interruption);
    }
    Set<Class<?>> called = new HashSet<>(COMMANDS);
    called.removeIf(command -> !GENERAL.contains(command) && !named.contains(nameOf(command)));
    return commandLine(interruption, called);
  }

  private static CommandLine commandLine(Interruption interruption, Set<Class<?>> called) {
    Failures failures = new Failures(interruption);
    CommandLine tagstream = new CommandLine(new Tagstream());
    for (Class<?> command : COMMANDS) {
      if (called.contains(command)) {
        tagstream.addSubcommand(command);
      } else {
        tagstream.addSubcommand(outline(command));
      }
    }
    return tagstream
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures)
        .registerConverter(Path.class, new PathConverter())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }

  /** The name and the description of a command. */
  private static CommandSpec outline(Class<?> command) {
    CommandSpec outline = CommandSpec.create().name(nameOf(command));
    outline.usageMessage().description(command.getAnnotation(Command.class).description());
    return outline;
  }

  private static String nameOf(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }
}
