package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A model that tags all images beside the main model.
 *
 * @param name of the model in this job: lower-case letters, digits and hyphens; it ends the name of
 *     the model's topic
 * @param file path of the model, on this machine and on every TaskManager
 */
public record AlsoConfig(String name, String file) implements Serializable {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  private static final String RULE =
      "models such as breeds=breeds.onnx,colors=colors.onnx, each with a name of its own,";

  /** The name of a shadow's topic and step. */
  private static final String TAKEN = "shadow";

  public AlsoConfig {
    if (!NAME.matcher(name).matches() || name.equals(TAKEN)) {
      throw new InvalidConfigException(
          "%s must give each model a name of 1 to 40 lower-case letters, digits or hyphens, other than 'shadow', but was '%s'"
              .formatted(TaggingOptions.MODELS_ALSO.key(), name));
    }
  }

  /** In the order of the option; empty if the job has one model. */
  static List<AlsoConfig> read(OptionReader options) {
    return options.find(TaggingOptions.MODELS_ALSO).map(AlsoConfig::parse).orElse(List.of());
  }

  private static List<AlsoConfig> parse(String value) {
    List<AlsoConfig> models = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String part : value.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = part.substring(0, Math.max(0, equals)).strip();
      String file = part.substring(equals + 1).strip();
      if (equals < 0 || file.isEmpty() || !names.add(name)) {
        throw mustBe(TaggingOptions.MODELS_ALSO, RULE, value);
      }
      models.add(new AlsoConfig(name, file));
    }
    return List.copyOf(models);
  }
}
