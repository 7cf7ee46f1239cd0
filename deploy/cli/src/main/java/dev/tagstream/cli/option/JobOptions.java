package dev.tagstream.cli.option;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.config.ClientProperties;
import dev.tagstream.pipeline.config.DecodeMode;
import dev.tagstream.pipeline.config.TaggingOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the job, as flags. */
public final class JobOptions {

  /** An option with its value, as picocli quotes it. */
  private static final Pattern DEFINITION =
      Pattern.compile("'-D(" + Pattern.quote(TaggingOptions.PREFIX) + "[^=']*)[^']*'");

  @Option(
      names = "--top-k",
      paramLabel = "N",
      description = "The most tags in a result. Default: set by the model.")
  private @Nullable Integer topK;

  @Option(
      names = "--decode",
      paramLabel = "exact|fast|gpu",
      description =
          "exact: the pixels that the model's authors trained with. fast: decodes large"
              + " JPEGs smaller and resizes with coarser weights, for nearly the same pixels in"
              + " less processor time. gpu: the GPU decodes and resizes baseline JPEGs; the CPU"
              + " decodes all other images exactly. Default: exact.")
  private @Nullable DecodeMode decodeMode;

  @Option(
      names = "-D",
      paramLabel = "tagging.KEY=VALUE",
      description = {
        "Any other option of the job; also written --tagging.KEY VALUE.",
        "For example --tagging.batch.max-images 8"
      })
  private Map<String, String> definitions = new LinkedHashMap<>();

  /** The options that the user gave, by key. */
  public Map<String, String> given() {
    Map<String, String> options = new LinkedHashMap<>(definitions);
    options.keySet().forEach(JobOptions::requireOurs);
    options.forEach(JobOptions::refuseSecret);
    putIfGiven(options, TaggingOptions.TAGS_TOP_K, topK);
    putIfGiven(options, TaggingOptions.DECODE_MODE, decodeMode);
    return options;
  }

  /** Adds an option if its flag was given; the flag wins over {@code -D}. */
  public static void putIfGiven(
      Map<String, String> options, ConfigOption<?> option, @Nullable Object value) {
    if (value != null) {
      options.put(option.key(), value.toString());
    }
  }

  /**
   * Turns {@code --tagging.x value} and {@code --tagging.x=value} into {@code -Dtagging.x=value}.
   */
  public static String[] asDefinitions(String[] arguments) {
    List<String> rewritten = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (!argument.startsWith("--" + TaggingOptions.PREFIX)) {
        rewritten.add(argument);
      } else if (argument.contains("=") || i + 1 == arguments.length) {
        rewritten.add("-D" + argument.substring(2));
      } else {
        i++;
        rewritten.add("-D" + argument.substring(2) + "=" + arguments[i]);
      }
    }
    return rewritten.toArray(String[]::new);
  }

  /**
   * Restores the names of options in a message about arguments that {@link #asDefinitions} turned.
   * Their values, which may be secrets, are left out.
   */
  public static String withoutDefinitions(String message) {
    return DEFINITION.matcher(message).replaceAll("'--$1'");
  }

  private static void requireOurs(String key) {
    if (!key.startsWith(TaggingOptions.PREFIX)) {
      throw new UserErrorException(
          "-D%s is not an option of the job; they begin with %s"
              .formatted(key, TaggingOptions.PREFIX));
    }
  }

  private static void refuseSecret(String key, String value) {
    if (ClientProperties.isSecretArgument(key, value)) {
      throw new UserErrorException(
          "--%s may be a secret, and others can read a command line; put it into a properties file of Kafka's clients and name that with --client-config"
              .formatted(key));
    }
  }
}
