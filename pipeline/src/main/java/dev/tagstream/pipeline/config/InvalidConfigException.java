package dev.tagstream.pipeline.config;

import org.apache.flink.configuration.ConfigOption;

/** An invalid setting; the message is one line with the option, the rule and the value. */
public final class InvalidConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public InvalidConfigException(String message) {
    super(message);
  }

  static InvalidConfigException missing(ConfigOption<?> option) {
    return new InvalidConfigException(option.key() + " must be set but is missing");
  }

  static InvalidConfigException mustBe(ConfigOption<?> option, String rule, Object value) {
    return new InvalidConfigException(
        "%s must be %s but was '%s'".formatted(option.key(), rule, value));
  }
}
