package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;
import org.apache.flink.core.plugin.PluginManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Flink's plugins for Google's and Azure's storage, which an operator may put into an image: they
 * load in this Flink. No bucket is asked.
 */
@Tag("recipes")
final class BucketPluginsITCase {

  /** Where {@code -Precipes} puts them, each in a folder of its own as Flink wants it. */
  private static final Path PLUGINS = Path.of("flink/target/more-plugins");

  /** What {@code overlays/abfs} names; Azure's workload identity would be another one. */
  private static final String PROVIDER = "org.apache.hadoop.fs.azurebfs.oauth2.MsiTokenProvider";

  @Test
  void pluginsRegisterTheSchemesOfTheirBuckets() throws Exception {
    assumeTrue(Files.isDirectory(PLUGINS), "skipped: -Precipes fetches Flink's plugins");
    PluginManager plugins =
        new DefaultPluginManager(
            new DirectoryBasedPluginFinder(PLUGINS).findPlugins(),
            CoreOptions.getPluginParentFirstLoaderPatterns(new Configuration()));

    List<FileSystemFactory> factories = new ArrayList<>();
    plugins.load(FileSystemFactory.class).forEachRemaining(factories::add);

    assertThat(factories)
        .extracting(FileSystemFactory::getScheme)
        .containsExactlyInAnyOrder("gs", "abfs", "abfss", "wasb", "wasbs");
    assertThat(factories)
        .filteredOn(factory -> factory.getScheme().equals("abfss"))
        .singleElement()
        .satisfies(factory -> factory.getClass().getClassLoader().loadClass(PROVIDER));
  }
}
