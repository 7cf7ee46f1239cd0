package dev.tagstream.pipeline.objects.parquet;

import static java.lang.invoke.MethodType.methodType;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.function.Consumer;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;

/**
 * Opens parquet-hadoop's writer of rows without Hadoop. Two of its methods have an overload with a
 * Hadoop class, which the compiler would have to load. This class finds them by reflection instead.
 */
public final class ParquetRowWriter {

  private static final Class<ExampleParquetWriter.Builder> BUILDER =
      ExampleParquetWriter.Builder.class;

  private ParquetRowWriter() {}

  /**
   * Opens a file for writing.
   *
   * @param settings changes Parquet's defaults, such as the compression
   */
  public static ParquetWriter<Group> open(
      OutputFile file, MessageType schema, Consumer<ExampleParquetWriter.Builder> settings)
      throws IOException {
    ExampleParquetWriter.Builder builder = builder(file);
    builder.withType(schema).withCodecFactory(new ParquetCodecs());
    settings.accept(builder);
    return builder.build();
  }

  private static ExampleParquetWriter.Builder builder(OutputFile file) {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      MethodHandle create =
          lookup.findStatic(
              ExampleParquetWriter.class, "builder", methodType(BUILDER, OutputFile.class));
      MethodHandle configure =
          lookup.findVirtual(
              ParquetWriter.Builder.class,
              "withConf",
              methodType(ParquetWriter.Builder.class, ParquetConfiguration.class));
      var builder = (ExampleParquetWriter.Builder) create.invoke(file);
      var unused = configure.invoke(builder, new PlainParquetConfiguration());
      return builder;
    } catch (Throwable changed) {
      throw new IllegalStateException("parquet-hadoop has no such writer any more", changed);
    }
  }
}
