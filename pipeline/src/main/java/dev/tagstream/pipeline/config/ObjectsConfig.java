package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import dev.tagstream.pipeline.objects.s3.S3Settings;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects to read, and the folder of results.
 *
 * @param uris the URIs of objects, or prefixes of such URIs; at least one
 * @param s3 the connection to S3
 * @param imageColumn the column of tables with the images; null to detect it
 * @param idColumn the column of tables with the images' names; null to detect it
 * @param selection the selection of listed objects to tag
 * @param maxImagesPerSecond the most images that all slots start in a second; null for no limit
 * @param liveGroupId the consumer group of the job to which this one yields; null for none
 * @param maxLiveLag the largest lag of that group, in records, with which images are started
 * @param resultsPath the folder of results, a path or a URI
 * @param format the file format of results
 */
public record ObjectsConfig(
    List<String> uris,
    S3Settings s3,
    @Nullable String imageColumn,
    @Nullable String idColumn,
    ObjectSelection selection,
    @Nullable Double maxImagesPerSecond,
    @Nullable String liveGroupId,
    long maxLiveLag,
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
    if (maxLiveLag < 0) {
      throw mustBe(TaggingOptions.PACE_MAX_LIVE_LAG, "at least 0", maxLiveLag);
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
        readS3(options),
        options.find(TaggingOptions.OBJECTS_IMAGE_COLUMN).orElse(null),
        options.find(TaggingOptions.OBJECTS_ID_COLUMN).orElse(null),
        options.read(TaggingOptions.OBJECTS_SELECTION),
        options.find(TaggingOptions.PACE_MAX_IMAGES_PER_SECOND).orElse(null),
        options.find(TaggingOptions.PACE_LIVE_GROUP_ID).orElse(null),
        options.read(TaggingOptions.PACE_MAX_LIVE_LAG),
        options.read(TaggingOptions.FILES_PATH),
        options.read(TaggingOptions.FILES_FORMAT));
  }

  /** Reads the connection to S3, which URIs in events use, too. */
  static S3Settings readS3(OptionReader options) {
    return new S3Settings(
        options.find(TaggingOptions.OBJECTS_S3_ENDPOINT).orElse(null),
        options.find(TaggingOptions.OBJECTS_S3_REGION).orElse(null));
  }
}
