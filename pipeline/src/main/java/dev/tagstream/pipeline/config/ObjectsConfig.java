package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which objects are read, and where results go.
 *
 * @param uris of objects, or what objects' URIs begin with; at least one
 * @param s3Endpoint of an S3 that is not Amazon's; null for Amazon's
 * @param s3Region the region of S3; null for the one of the environment
 * @param imageColumn the column of tables with the images; null to find it
 * @param idColumn the column of tables with the images' names; null to find it
 * @param selection which of the listed objects are tagged
 * @param maxImagesPerSecond the most images that all slots begin in a second; null for any number
 * @param resultsPath the folder of results, a path or a URI
 * @param format how results lie there
 */
public record ObjectsConfig(
    List<String> uris,
    @Nullable String s3Endpoint,
    @Nullable String s3Region,
    @Nullable String imageColumn,
    @Nullable String idColumn,
    ObjectSelection selection,
    @Nullable Double maxImagesPerSecond,
    String resultsPath,
    FileFormat format)
    implements Serializable {

  public ObjectsConfig {
    uris = List.copyOf(uris);
    if (uris.isEmpty() || uris.stream().anyMatch(String::isBlank)) {
      throw mustBe(TaggingOptions.OBJECTS_URIS, "at least one URI", uris);
    }
    if (maxImagesPerSecond != null && !(maxImagesPerSecond > 0)) {
      throw mustBe(TaggingOptions.PACE_MAX_IMAGES_PER_SECOND, "greater than 0", maxImagesPerSecond);
    }
    if (resultsPath.isBlank()) {
      throw mustBe(TaggingOptions.FILES_PATH, "the path of a folder", resultsPath);
    }
  }

  static ObjectsConfig read(OptionReader options) {
    SinkKind sink = options.read(TaggingOptions.SINK);
    if (sink != SinkKind.FILES) {
      throw mustBe(
          TaggingOptions.SINK,
          "files where %s is objects".formatted(TaggingOptions.SOURCE.key()),
          sink);
    }
    return new ObjectsConfig(
        options.read(TaggingOptions.OBJECTS_URIS),
        options.find(TaggingOptions.OBJECTS_S3_ENDPOINT).orElse(null),
        options.find(TaggingOptions.OBJECTS_S3_REGION).orElse(null),
        options.find(TaggingOptions.OBJECTS_IMAGE_COLUMN).orElse(null),
        options.find(TaggingOptions.OBJECTS_ID_COLUMN).orElse(null),
        options.read(TaggingOptions.OBJECTS_SELECTION),
        options.find(TaggingOptions.PACE_MAX_IMAGES_PER_SECOND).orElse(null),
        options.read(TaggingOptions.FILES_PATH),
        options.read(TaggingOptions.FILES_FORMAT));
  }
}
