package dev.tagstream.cli;

import dev.tagstream.cli.option.JobOptions;
import dev.tagstream.console.Printable;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.kafka.UnusableKafkaException;
import dev.tagstream.pipeline.kafka.registry.UnusableRegistryException;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import dev.tagstream.pipeline.storm.RejectStormException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reports failures: the user's mistakes in one line with exit code 2, everything else with its
 * stack trace and exit code 1.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  /** The exit code of a program that Ctrl-C ended: 128 and the signal's number, 2. */
  private static final int EXIT_INTERRUPTED = 130;

  private static final List<Class<? extends Exception>> USER_ERRORS =
      List.of(
          UserErrorException.class,
          UnusableKafkaException.class,
          UnusableRegistryException.class,
          ExportException.class,
          InvalidConfigException.class,
          UnusableModelException.class,
          UnusableDeviceException.class,
          RejectStormException.class);

  private final Interruption interruption;

  /**
   * Creates the handler.
   *
   * @param interruption failures after it was requested are its consequence
   */
  Failures(Interruption interruption) {
    this.interruption = interruption;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    err.printf("%s: %s%n", name, JobOptions.withoutDefinitions(oneLine(e)));
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.printf("see '%s --help'%n", name);
    }
    err.flush();
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    Optional<Throwable> userError = causes(e).filter(Failures::isUserError).findFirst();
    if (interruption.isRequested() || causes(e).anyMatch(Failures::isInterruption)) {
      err.println("stopped");
      err.flush();
      return EXIT_INTERRUPTED;
    }
    if (userError.isPresent()) {
      err.printf("%s: %s%n", command.getCommandSpec().qualifiedName(), reason(userError.get()));
      err.flush();
      return ExitCode.USAGE;
    }
    e.printStackTrace(err);
    err.flush();
    return ExitCode.SOFTWARE;
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, cause -> cause != null, Throwable::getCause);
  }

  private static boolean isUserError(Throwable e) {
    // a property of Kafka's clients; in the list it would load Kafka's classes at each start
    return USER_ERRORS.stream().anyMatch(type -> type.isInstance(e))
        || e instanceof ConfigException
        || isClientThatCannotBeBuilt(e);
  }

  /** Such as for a class of a property that is not there. */
  private static boolean isClientThatCannotBeBuilt(Throwable e) {
    return e instanceof KafkaException
        && String.valueOf(e.getMessage()).startsWith("Failed to construct kafka")
        && causes(e).noneMatch(IOException.class::isInstance);
  }

  private static boolean isInterruption(Throwable e) {
    return e instanceof InterruptedException || e instanceof InterruptException;
  }

  private static String reason(Throwable userError) {
    Throwable cause = userError.getCause();
    return cause != null && isClientThatCannotBeBuilt(userError)
        ? oneLine(userError) + ": " + oneLine(cause) + "; check the properties of Kafka's clients"
        : oneLine(userError);
  }

  private static String oneLine(Throwable e) {
    return Printable.line(
        String.join(" ", String.valueOf(e.getMessage()).lines().map(String::strip).toList()));
  }
}
