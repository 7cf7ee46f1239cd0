package dev.tagstream.cli.tag;

import dev.tagstream.cli.tag.input.InputSettings;
import dev.tagstream.pipeline.Tagger;
import dev.tagstream.pipeline.objects.ObjectStores;
import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.s3.S3Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for reading images from tables and from S3. */
final class InputOptions {

  @Option(
      names = "--image-column",
      paramLabel = "NAME",
      description = "The column of Parquet files with the images. Default: found by its type.")
  private @Nullable String imageColumn;

  @Option(
      names = "--id-column",
      paramLabel = "NAME",
      description = "The column of Parquet files with the images' names. Default: found by name.")
  private @Nullable String idColumn;

  @Option(
      names = "--s3-endpoint",
      paramLabel = "URL",
      description = "The URL of a store with S3's interface that is not Amazon S3.")
  private @Nullable String s3Endpoint;

  @Option(
      names = "--s3-region",
      paramLabel = "NAME",
      description = "The region of S3. Default: the environment's, as for the AWS command line.")
  private @Nullable String s3Region;

  /** The settings that the options define. */
  InputSettings settings() {
    return new InputSettings(
        new ObjectStores(new S3Settings(s3Endpoint, s3Region)),
        new ReadSettings(Tagger.MAX_ENCODED_BYTES, imageColumn, idColumn));
  }
}
