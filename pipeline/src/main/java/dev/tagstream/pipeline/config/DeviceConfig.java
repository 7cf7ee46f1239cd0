package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/**
 * Where the model runs.
 *
 * @param provider what runs it
 * @param ids the GPUs of a TaskManager to use, each once; empty to leave it to Flink
 */
public record DeviceConfig(Provider provider, List<Integer> ids) implements Serializable {

  public DeviceConfig {
    ids = List.copyOf(ids);
    if (ids.stream().anyMatch(id -> id < 0) || new HashSet<>(ids).size() < ids.size()) {
      throw mustBe(TaggingOptions.DEVICE_IDS, "GPU numbers from 0, each once,", ids);
    }
  }

  static DeviceConfig read(OptionReader options) {
    return new DeviceConfig(
        options.read(TaggingOptions.DEVICE_PROVIDER),
        options.find(TaggingOptions.DEVICE_IDS).orElse(List.of()));
  }
}
