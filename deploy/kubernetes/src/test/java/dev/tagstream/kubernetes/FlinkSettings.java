package dev.tagstream.kubernetes;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalResourceOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;

/** The settings that Flink and its operator know, by the classes that declare them. */
final class FlinkSettings {

  private static final List<Class<?>> DECLARING =
      List.of(
          CheckpointingOptions.class,
          CoreOptions.class,
          ExternalResourceOptions.class,
          HighAvailabilityOptions.class,
          JobManagerOptions.class,
          MetricOptions.class,
          RestOptions.class,
          RestartStrategyOptions.class,
          TaskManagerOptions.class,
          WebOptions.class,
          KubernetesConfigOptions.class);

  /** What only the reporter for Prometheus knows, undeclared, and what each reporter does. */
  private static final Pattern REPORTER =
      Pattern.compile(
          "metrics\\.reporter\\.\\w+\\.(factory\\.class|port|filterLabelValueCharacters|%s|%s)"
              .formatted(
                  Pattern.quote(MetricOptions.REPORTER_EXCLUDED_VARIABLES.key()),
                  Pattern.quote(MetricOptions.REPORTER_EXCLUDES.key())));

  /** Of Hadoop's client for Azure, which takes them from Flink's plugin. */
  private static final Set<String> AZURE =
      Set.of(
          "fs.azure.account.auth.type",
          "fs.azure.account.oauth.provider.type",
          "fs.azure.account.oauth2.client.id");

  /** What the operator's settings begin with. */
  private static final String OPERATOR = "kubernetes.operator.";

  /** Declares them; it is read and not loaded, since that takes the whole operator. */
  private static final String OPERATOR_DECLARING =
      "org/apache/flink/kubernetes/operator/config/KubernetesOperatorConfigOptions.class";

  private static final List<Pattern> KEYS = keys();

  private FlinkSettings() {}

  /** Whether somebody declares a key. */
  static boolean has(String key) {
    if (key.startsWith(OPERATOR)) {
      return isConstantOfTheOperator(key.substring(OPERATOR.length()));
    }
    return AZURE.contains(key)
        || REPORTER.matcher(key).matches()
        || KEYS.stream().anyMatch(pattern -> pattern.matcher(key).matches());
  }

  /** Whether a text, all of it, is a constant in the class file: one byte, its length, the text. */
  private static boolean isConstantOfTheOperator(String text) {
    try (InputStream in =
        FlinkSettings.class.getClassLoader().getResourceAsStream(OPERATOR_DECLARING)) {
      String constants = new String(requireNonNull(in).readAllBytes(), StandardCharsets.ISO_8859_1);
      return constants.contains("\u0001\u0000" + (char) text.length() + text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Pattern> keys() {
    List<Pattern> keys = new ArrayList<>();
    for (Class<?> declaring : DECLARING) {
      for (Field field : declaring.getFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
          keys.add(pattern(key(field)));
        }
      }
    }
    return List.copyOf(keys);
  }

  private static String key(Field field) {
    try {
      return ((ConfigOption<?>) field.get(null)).key();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " is public", e);
    }
  }

  /** A key as it stands, but any word for a name such as {@code <resource_name>}. */
  private static Pattern pattern(String key) {
    StringBuilder pattern = new StringBuilder();
    for (String part : key.split("(?=<)|(?<=>)", -1)) {
      pattern.append(part.startsWith("<") ? "[\\w-]+" : Pattern.quote(part));
    }
    return Pattern.compile(pattern.toString());
  }
}
